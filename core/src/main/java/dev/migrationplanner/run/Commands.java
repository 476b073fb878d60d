package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.run.Control.Answer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a command can be taken now. Pure. */
final class Commands {

  private Commands() {}

  /**
   * What the plan says of commands.
   *
   * @param approvers who may approve the point of no return; none = anybody
   */
  record Rules(MigrationPattern pattern, List<String> approvers) {
    Rules {
      approvers = List.copyOf(approvers);
    }
  }

  static Answer check(
      Command command, MigrationState state, Rules rules, List<EvidenceBook.Judged> judged) {
    if (command.who().isBlank()) {
      return no("say who asks");
    }
    if (state.done().completed()) {
      return no("the migration is over: phase 6 is the point of no return");
    }
    return switch (command.kind()) {
      case PAUSE -> state.paused() ? no("it is paused already") : yes();
      case RESUME -> yes();
      case DECIDE -> decide(command, rules.pattern());
      case ADVANCE -> advance(state, judged);
      case ROLLBACK -> rollback(command, state, rules.pattern());
      case APPROVE -> approve(command, state, rules.approvers());
    };
  }

  private static Answer approve(Command command, MigrationState state, List<String> approvers) {
    if (state.phase() != Phase.DECOMMISSION || state.comparisons().isEmpty()) {
      return no("there is nothing to approve before the final comparison of phase 6");
    }
    return approvers.isEmpty() || approvers.contains(command.who())
        ? yes()
        : no(
            command.who()
                + " is none of those who approve: "
                + String.join(", ", approvers)
                + " (team.approvers in migration.yaml)");
  }

  private static Answer advance(MigrationState state, List<EvidenceBook.Judged> judged) {
    if (state.paused()) {
      return no("it is paused; resume it first");
    }
    if (state.phase() == Phase.PREPARE && !state.done().prepared()) {
      return no("both sides are being prepared; see the status");
    }
    if (state.phase() == Phase.DECOMMISSION && state.done().archived()) {
      return no("the old data is archived, and decommissioning is being completed");
    }
    if (state.holds().landing() != null || state.holds().back() != null) {
      return no("a rollback is being carried through; see the status");
    }
    boolean rampAhead = state.phase() == Phase.FLIP_READS && state.rampStep() < 0;
    List<String> waiting =
        judged.stream()
            .filter(g -> !g.verdict().passed())
            .filter(g -> !rampAhead || g.gate().equals(EvidenceBook.TABLES_EQUAL))
            .map(g -> g.gate() + ": " + g.verdict().reason())
            .toList();
    if (judged.isEmpty()) {
      return no("the gates have not been judged yet; ask again in a moment");
    }
    return waiting.isEmpty()
        ? yes()
        : no("phase " + state.phase().number() + " cannot be left: " + String.join("; ", waiting));
  }

  private static Answer decide(Command command, MigrationPattern pattern) {
    if (command.subject().equals(EvidenceBook.RESTORE)) {
      return restore(command);
    }
    if (command.subject().startsWith(ShutOut.SUBJECT)) {
      return oneOf("an account", command, ShutOut.choices(pattern == MigrationPattern.DUAL_WRITE));
    }
    if (command.subject().equals(EvidenceBook.REHEARSAL)) {
      return oneOf("a rehearsal", command, Set.of(EvidenceBook.WAIVE, EvidenceBook.PASSED));
    }
    boolean known =
        command.subject().equals(EvidenceBook.FOREIGN_WRITES) || command.subject().contains(":");
    return known
        ? yes()
        : no(
            "there is nothing named "
                + command.subject()
                + " to decide; there are: rehearsal, restore, foreign-writes, "
                + ShutOut.SUBJECT
                + "NAME, and the plan's findings, RULE:OBJECT");
  }

  private static Answer oneOf(String what, Command command, Set<String> choices) {
    return choices.contains(command.choice())
        ? yes()
        : no("of " + what + " can be decided: " + String.join(", ", new TreeSet<>(choices)));
  }

  private static Answer restore(Command command) {
    if (!Set.of(EvidenceBook.PROVED, EvidenceBook.WAIVE).contains(command.choice())) {
      return no("of a restore can be decided: proved, waive");
    }
    return command.why().isBlank()
        ? no(
            "say which backup was restored, where, and what was compared; or why none is asked for")
        : yes();
  }

  /** Whether the pattern's next phase moves authority. */
  static boolean leadsToFlip(Phase phase, MigrationPattern pattern) {
    return phase != Phase.DECOMMISSION && after(phase, pattern) == Phase.FLIP_WRITES;
  }

  /** Whether this command, which was taken, moves authority from one side to the other. */
  static boolean movesAuthority(Command command, MigrationState state, MigrationPattern pattern) {
    return switch (command.kind()) {
      case ADVANCE -> leadsToFlip(state.phase(), pattern);
      case ROLLBACK -> state.phase() == Phase.FLIP_WRITES && !command.abandonsTarget();
      case PAUSE, RESUME, DECIDE, APPROVE -> false;
    };
  }

  private static Answer rollback(Command command, MigrationState state, MigrationPattern pattern) {
    if (command.abandonsTarget()) {
      return abandon(command, state);
    }
    int at = state.phase().number();
    if (at == 0) {
      return no("there is nothing to roll back in phase 0; cleanup removes what was made");
    }
    if (command.to() >= at) {
      return no("it is in phase " + at + "; roll back to a phase before it");
    }
    if (command.to() >= 0 && !pattern.phases().contains(command.to())) {
      return no("this pattern has no phase " + command.to());
    }
    return state.done().archived()
        ? no("decommissioning has begun: phase 6 is the point of no return")
        : yes();
  }

  private static Answer abandon(Command command, MigrationState state) {
    if (state.told().authority() != Side.TARGET || state.done().archived()) {
      return no("only while the target is the authority, in phase 5, can it be abandoned");
    }
    return command.why().isBlank()
        ? no("say why: writes that only the target has are given up, for good")
        : yes();
  }

  /** The pattern's next phase. */
  static Phase after(Phase phase, MigrationPattern pattern) {
    List<Integer> phases = pattern.phases();
    return Phase.of(phases.get(phases.indexOf(phase.number()) + 1));
  }

  /** The pattern's phase before. */
  static Phase before(Phase phase, MigrationPattern pattern) {
    List<Integer> phases = pattern.phases();
    return Phase.of(phases.get(phases.indexOf(phase.number()) - 1));
  }

  private static Answer yes() {
    return new Answer(true, "");
  }

  private static Answer no(String why) {
    return new Answer(false, why);
  }
}
