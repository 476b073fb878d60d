package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.run.Control.Answer;
import dev.migrationplanner.sync.Flip;
import dev.migrationplanner.sync.FlipOptions;
import dev.migrationplanner.sync.FlipOutcome;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves authority from one side to the other, or leaves it where it is and says why. */
final class AuthorityMove {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorityMove.class);
  private static final int ATTEMPTS = 30;

  private final Setup setup;
  private final Sides sides;
  private final EvidenceBook book;
  private final Journal journal;
  private final CurrentSync sync;
  private final Standing standing;
  private volatile double lastPauseMillis;

  AuthorityMove(
      Setup setup,
      Sides sides,
      EvidenceBook book,
      Journal journal,
      CurrentSync sync,
      Standing standing) {
    this.setup = setup;
    this.sides = sides;
    this.book = book;
    this.journal = journal;
    this.sync = sync;
    this.standing = standing;
  }

  /** How long writers were held by the last flip, in milliseconds; 0 before the first. */
  double lastPauseMillis() {
    return lastPauseMillis;
  }

  /**
   * Where the application has no library, nothing but the database keeps it from writing while
   * authority moves: refused, with the accounts' names, unless everybody is shut out of the side
   * that is to lose it.
   */
  Answer allowed() {
    if (journal.state().holds().logLost()) {
      return new Answer(
          false,
          "a log was lost, and since then not every table was found equal: the other side may lack"
              + " writes; wait for the comparison, or resume to compare again");
    }
    if (sync.get() == null) {
      return new Answer(false, "sync is being started again; give the command in a moment");
    }
    if (EvidenceBook.library(setup)) {
      return new Answer(true, "");
    }
    MigrationState state = journal.state();
    Side authority = state.told().authority();
    try {
      ShutOut found =
          book.shutOut(StrangerWatch.look(sides.on(authority).database()), authority, state);
      return found.left() == 0
          ? new Answer(true, "")
          : new Answer(false, "writers are not shut out of the " + authority + ": " + found.text());
    } catch (SQLException e) {
      return new Answer(
          false, "the accounts of the " + authority + " cannot be looked at: " + e.getMessage());
    }
  }

  /**
   * Up to {@link #ATTEMPTS} tries, each of which lets go unchanged if it does not succeed in time.
   *
   * @return whether authority moved
   */
  boolean move(String who, String why, Phase next, Stage stage, List<EvidenceBook.Judged> judged)
      throws SQLException, IOException, InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Answer allowed = allowed();
      if (!allowed.taken()) {
        journal.note(who, "authority stays", allowed.message(), "");
        return false;
      }
      FlipOutcome outcome = attempt(stage);
      if (outcome.flipped()) {
        moved(who, why, next, stage, new Flipped(outcome, judged));
        return true;
      }
      standing.say("attempt " + attempt + " to move authority let go: " + outcome.message());
      LOG.info("{}", standing.message());
      Thread.sleep(100L * Math.min(10, attempt));
    }
    standing.stop("authority did not move after " + ATTEMPTS + " attempts; " + standing.message());
    return false;
  }

  /** Where authority is after a failure, the databases tell: sync is closed, and settled anew. */
  private FlipOutcome attempt(Stage stage) throws SQLException, IOException, InterruptedException {
    try {
      return new Flip(sync.require(), setup.tables(), FlipOptions.DEFAULT)
          .attempt(journal.state().told().epoch(), stage);
    } catch (SQLException | IOException | RuntimeException e) {
      sync.close();
      throw e;
    }
  }

  /** A flip, and the gates that let it happen; none on the way back. */
  private record Flipped(FlipOutcome outcome, List<EvidenceBook.Judged> gates) {}

  private void moved(String who, String why, Phase next, Stage stage, Flipped flipped)
      throws SQLException {
    FlipOutcome outcome = flipped.outcome();
    lastPauseMillis = outcome.pauseMillis();
    Side before = journal.state().told().authority();
    Side authority = before == Side.SOURCE ? Side.TARGET : Side.SOURCE;
    journal.append(
        who,
        "authority to " + authority,
        why,
        state -> {
          MigrationState entered = state.entering(next, stage, Clock.now()).compared(Map.of());
          return entered
              .held(entered.holds().rolledBack(authority == Side.SOURCE))
              .told(entered.told().ruled(outcome.epoch(), authority, stage));
        },
        flipped);
  }
}
