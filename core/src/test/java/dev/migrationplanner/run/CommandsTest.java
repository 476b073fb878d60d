package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.gate.Evidence;
import dev.migrationplanner.gate.Verdict;
import dev.migrationplanner.plan.MigrationPattern;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which commands are taken when. */
final class CommandsTest {
  private static final Commands.Rules DUAL_WRITE =
      new Commands.Rules(MigrationPattern.DUAL_WRITE, List.of("ada", "grace"));

  @Test
  void guarantee_6_a_phase_is_not_left_while_a_gate_fails_or_is_inconclusive() {
    MigrationState state = at(Phase.DUAL_WRITE);
    assertThat(advance(state, List.of()).taken()).as("not judged yet").isFalse();
    assertThat(advance(state, List.of(gate(Verdict.pass("fine")))).taken()).isTrue();
    assertThat(advance(state, List.of(gate(Verdict.inconclusive("few")))).message())
        .contains("few");
    assertThat(
            advance(state, List.of(gate(Verdict.pass("fine")), gate(Verdict.fail("bad")))).taken())
        .isFalse();
  }

  @Test
  void guarantee_2_every_phase_from_1_to_5_can_be_rolled_back() {
    for (Phase phase : Phase.values()) {
      boolean taken = rollback(at(phase), -1).taken();
      assertThat(taken).as(phase.toString()).isEqualTo(phase != Phase.PREPARE);
    }
    assertThat(rollback(at(Phase.FLIP_WRITES), 1).taken()).isTrue();
    assertThat(rollback(at(Phase.DUAL_READ), 4).taken()).isFalse();
  }

  @Test
  void nothing_is_rolled_back_after_the_point_of_no_return() {
    MigrationState over = at(Phase.DECOMMISSION);
    assertThat(rollback(over.done(over.done().withArchived()), -1).taken()).isFalse();
    assertThat(rollback(over.done(over.done().withCompleted()), -1).taken()).isFalse();
  }

  @Test
  void the_target_is_abandoned_with_a_reason_and_only_while_it_is_the_authority() {
    MigrationState flipped = at(Phase.FLIP_WRITES);
    flipped = flipped.told(flipped.told().ruled(2, Side.TARGET, Stage.RAMP_DOWN));
    assertThat(abandon(flipped, "its disks are gone").taken()).isTrue();
    assertThat(abandon(flipped, " ").taken()).isFalse();
    assertThat(abandon(at(Phase.FLIP_READS), "its disks are gone").taken()).isFalse();
  }

  @Test
  void a_pattern_skips_the_phases_it_does_not_have() {
    assertThat(Commands.after(Phase.PREPARE, MigrationPattern.SYNC_ONLY)).isEqualTo(Phase.BACKFILL);
    assertThat(Commands.before(Phase.FLIP_WRITES, MigrationPattern.SYNC_ONLY))
        .isEqualTo(Phase.BACKFILL);
    assertThat(rollback(at(Phase.FLIP_WRITES), 3, MigrationPattern.SYNC_ONLY).taken()).isFalse();
  }

  @Test
  void phase_0_is_not_left_before_both_sides_are_prepared() {
    MigrationState state = at(Phase.PREPARE);
    List<EvidenceBook.Judged> judged = List.of(gate(Verdict.pass("fine")));
    assertThat(advance(state, judged).taken()).isFalse();
    assertThat(advance(state.done(state.done().withPrepared(true)), judged).taken()).isTrue();
  }

  @Test
  void nothing_goes_on_while_a_rollback_throws_data_away() {
    MigrationState state = at(Phase.BACKFILL);
    MigrationState landing = state.held(state.holds().landing(Phase.DUAL_WRITE));
    List<EvidenceBook.Judged> judged = List.of(gate(Verdict.pass("fine")));
    assertThat(advance(landing, judged).message()).contains("being carried through");
    assertThat(rollback(landing, -1).taken()).isTrue();
  }

  @Test
  void the_ramp_does_not_begin_before_what_a_lost_log_asks_for_is_compared() {
    MigrationState state = at(Phase.FLIP_READS);
    var ramp = new EvidenceBook.Judged("ramp", Verdict.inconclusive("at 0 %"), Evidence.NONE);
    var compared =
        new EvidenceBook.Judged(
            EvidenceBook.TABLES_EQUAL, Verdict.inconclusive("3 of 4"), Evidence.NONE);
    assertThat(advance(state, List.of(ramp)).taken()).isTrue();
    assertThat(advance(state, List.of(ramp, compared)).message()).contains("3 of 4");
  }

  @Test
  void where_approvers_are_named_nobody_else_approves_the_point_of_no_return() {
    var compared = new Status.TableComparison("t", "EQUAL", 1, 0, "");
    MigrationState state = at(Phase.DECOMMISSION).compared(Map.of("t", compared));
    assertThat(approve(state, "mallory").message()).contains("ada, grace");
    assertThat(approve(state, "grace").taken()).isTrue();
    assertThat(approve(at(Phase.DECOMMISSION), "grace").taken()).isFalse();
  }

  @Test
  void
      a_way_back_stands_on_record_until_its_last_phase_is_reached_and_nothing_advances_meanwhile() {
    var asked = new MigrationState.Back(1, false, "ann", "because");
    MigrationState state = at(Phase.FLIP_READS);
    state = state.held(state.holds().back(asked)).entering(Phase.DUAL_READ, Stage.SHADOW, "t");
    assertThat(state.holds().back()).isEqualTo(asked);
    List<EvidenceBook.Judged> open = List.of(gate(Verdict.pass("fine")));
    assertThat(advance(state, open).message()).contains("being carried through");
    MigrationState landed = state.entering(Phase.DUAL_WRITE, Stage.DUAL_WRITE, "t");
    assertThat(landed.holds().back()).isNull();
    assertThat(advance(landed, open).taken()).isTrue();
  }

  @Test
  void a_pause_outlasts_a_rollback() {
    MigrationState paused = at(Phase.FLIP_READS).pausing(true);
    assertThat(paused.entering(Phase.DUAL_READ, Stage.SHADOW, "t").paused()).isTrue();
  }

  @Test
  void what_is_no_question_is_not_decided() {
    assertThat(decide("rehearsal", "waiveee").message()).contains("waive");
    assertThat(decide("bogusgate", "waive").message()).contains("bogusgate");
    assertThat(decide("rehearsal", "waive").taken()).isTrue();
    assertThat(decide("H02:customers.born", "null").taken()).isTrue();
  }

  private static Control.Answer decide(String subject, String choice) {
    var command = new Command(Command.Kind.DECIDE, -1, subject, choice, "ann", "because");
    return Commands.check(command, at(Phase.PREPARE), DUAL_WRITE, List.of());
  }

  private static Control.Answer approve(MigrationState state, String who) {
    var command = new Command(Command.Kind.APPROVE, -1, "decommission", "", who, "");
    return Commands.check(command, state, DUAL_WRITE, List.of());
  }

  private static Control.Answer abandon(MigrationState state, String why) {
    var command =
        new Command(Command.Kind.ROLLBACK, -1, "", Command.ABANDON_TARGET, "somebody", why);
    return Commands.check(command, state, DUAL_WRITE, List.of());
  }

  private static MigrationState at(Phase phase) {
    Stage stage = phase.compareTo(Phase.FLIP_WRITES) < 0 ? Stage.OFF : Stage.RAMP_DOWN;
    return MigrationState.start("2026-01-01T00:00:00Z").entering(phase, stage, "t");
  }

  private static EvidenceBook.Judged gate(Verdict verdict) {
    return new EvidenceBook.Judged("gate", verdict, Evidence.NONE);
  }

  private static Control.Answer advance(MigrationState state, List<EvidenceBook.Judged> judged) {
    var command = new Command(Command.Kind.ADVANCE, -1, "", "", "ann", "because");
    return Commands.check(command, state, DUAL_WRITE, judged);
  }

  private static Control.Answer rollback(MigrationState state, int to) {
    return rollback(state, to, MigrationPattern.DUAL_WRITE);
  }

  private static Control.Answer rollback(MigrationState state, int to, MigrationPattern pattern) {
    var command = new Command(Command.Kind.ROLLBACK, to, "", "", "ann", "because");
    return Commands.check(command, state, new Commands.Rules(pattern, List.of()), List.of());
  }
}
