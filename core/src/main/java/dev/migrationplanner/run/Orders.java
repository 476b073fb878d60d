package dev.migrationplanner.run;

import dev.migrationplanner.gate.Approval;
import dev.migrationplanner.sync.SyncStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Carries out what people ask for, once {@link Commands} has taken it. Owned by the loop. */
final class Orders {

  private final Moves moves;
  private final PhaseSteps steps;
  private final EvidenceBook book;
  private final Journal journal;
  private final CurrentSync sync;
  private final Standing standing;

  Orders(
      Moves moves,
      PhaseSteps steps,
      EvidenceBook book,
      Journal journal,
      CurrentSync sync,
      Standing standing) {
    this.moves = moves;
    this.steps = steps;
    this.book = book;
    this.journal = journal;
    this.sync = sync;
    this.standing = standing;
  }

  /** {@code judged}: what the gates say as it is carried out. */
  void carryOut(Command command, List<EvidenceBook.Judged> judged)
      throws SQLException, IOException, InterruptedException {
    switch (command.kind()) {
      case PAUSE -> pause(command);
      case RESUME -> resume(command, judged);
      case ADVANCE -> moves.advance(command.who(), command.why(), judged);
      case ROLLBACK -> moves.rollback(command);
      case DECIDE -> decide(command);
      case APPROVE -> approve(command);
    }
  }

  private void pause(Command command) throws SQLException, InterruptedException {
    journal.append(command.who(), "pause", command.why(), now -> now.pausing(true), "");
    steps.cancel();
  }

  /**
   * What was counted while it stood still, or before it was mended, is on record; now it counts
   * anew.
   */
  private void resume(Command command, List<EvidenceBook.Judged> judged)
      throws SQLException, InterruptedException {
    standing.mended();
    journal.append(command.who(), "resume", command.why(), Orders::resumed, judged);
    SyncStatus status = sync.status();
    if (status != null && status.state() == SyncStatus.State.NEEDS_COMPARISON) {
      // A comparison under way may have looked before.
      steps.cancel();
      sync.readLogsAnew(command.who());
    } else if (status != null) {
      sync.require().retry();
    }
    steps.begun();
  }

  /** A comparison that found differences, which somebody has mended, is made again. */
  private static MigrationState resumed(MigrationState state) {
    boolean equal =
        state.comparisons().values().stream().allMatch(table -> table.state().equals("EQUAL"));
    MigrationState going = state.pausing(false).held(state.holds().rolledBack(false).foreign(0));
    return equal ? going : going.compared(Map.of());
  }

  private void decide(Command command) throws SQLException {
    var decision =
        new MigrationState.Decision(command.choice(), command.who(), command.why(), Clock.now());
    SyncStatus status = sync.status();
    boolean foreign = command.subject().equals(EvidenceBook.FOREIGN_WRITES);
    if (foreign && status != null) {
      book.foreignDecided(status);
    }
    journal.append(
        command.who(),
        "decide " + command.subject() + ": " + command.choice(),
        command.why(),
        now -> {
          MigrationState decided = now.decided(command.subject(), decision);
          return foreign ? decided.held(decided.holds().foreign(0)) : decided;
        },
        "");
  }

  /** The approval is bound to the evidence as it is. */
  private void approve(Command command) throws SQLException {
    String hash = book.finalEvidence(journal.state()).hash();
    journal.append(
        command.who(),
        "approve " + command.subject(),
        command.why(),
        now -> now.approved(new Approval(command.who(), hash, Clock.now())),
        hash);
  }
}
