package dev.migrationplanner.sync;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Failure;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a failure: what passes is tried again for ever, the rest stops sync, shown. */
final class SyncFailures {

  private static final Logger LOG = LoggerFactory.getLogger(SyncFailures.class);

  /**
   * Tries of a row that the other side refuses, about 20 s in all: a unique value that another
   * writer holds may be let go of, what no type can hold may not.
   */
  private static final int REFUSALS_MAX = 12;

  private final List<SyncSide> sides;
  private final SyncMeter meter;

  SyncFailures(List<SyncSide> sides, SyncMeter meter) {
    this.sides = sides;
    this.meter = meter;
  }

  /**
   * Takes note of it, and rests before it may be tried again.
   *
   * @param explained what to say of an error that stops sync
   */
  void take(Throwable e, Function<Throwable, String> explained) throws InterruptedException {
    if (e instanceof LogLostException lost) {
      lost(lost);
    } else if (e instanceof SQLException error && passes(error)) {
      LOG.info("sync tries again: {}", e.getMessage());
      meter.retrying(String.valueOf(e.getMessage()));
      Thread.sleep(meter.backOffMillis());
    } else if (e instanceof RuntimeException || e instanceof Error) {
      LOG.error("sync stopped", e);
      meter.failed(SyncStatus.State.FAILED, "sync stopped by an internal error: " + e);
    } else {
      LOG.error("sync stopped", e);
      meter.failed(SyncStatus.State.FAILED, explained.apply(e));
    }
  }

  void lost(LogLostException e) {
    LOG.error("the log is lost", e);
    meter.failed(
        SyncStatus.State.NEEDS_COMPARISON,
        e.getMessage()
            + "; writes may be missing on the other side. Resume to read the log anew and compare"
            + " every table");
  }

  private boolean passes(SQLException error) {
    return error instanceof SQLTransientException
        || is(Failure.RETRY, error)
        || is(Failure.DEFER, error) && meter.failures() < REFUSALS_MAX;
  }

  private boolean is(Failure kind, SQLException error) {
    return sides.stream().anyMatch(side -> side.database().classify(error) == kind);
  }
}
