package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Ledger;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One customer-facing thread of the shop that writes: it drafts, runs and enters into the ledger
 * how it ended.
 */
final class Writer {

  private static final Logger log = LoggerFactory.getLogger(Writer.class);
  private static final int DRAWS_MAX = 1_000;
  private static final int ATTEMPTS_MAX = 5;

  private final Drafts drafts;
  private final Reservations reservations;
  private final Ledger ledger;
  private final Gateway gateway;
  private final Tally tally;
  private final PauseProbe probe;

  Writer(
      Drafts drafts,
      Reservations reservations,
      Ledger ledger,
      Gateway gateway,
      Tally tally,
      PauseProbe probe) {
    this.drafts = drafts;
    this.reservations = reservations;
    this.ledger = ledger;
    this.gateway = gateway;
    this.tally = tally;
    this.probe = probe;
  }

  /** One write that was due at a moment; a deadlock's loser tries again as a new operation. */
  void write(long dueNanos) {
    Draft draft = draw();
    for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
      if (!isUndoneByDeadlock(draft, dueNanos)) {
        return;
      }
    }
    gaveUp(draft);
  }

  private Draft draw() {
    for (int draw = 0; draw < DRAWS_MAX; draw++) {
      Draft draft = reservations.take(drafts::any);
      if (draft != null) {
        return draft;
      }
    }
    throw new IllegalStateException(
        "Every key the shop drew is busy; it has too few rows for its threads.");
  }

  private boolean isUndoneByDeadlock(Draft draft, long dueNanos) {
    long number = ledger.begin(draft.kind().name());
    Operation operation = new Operation(number, draft);
    try {
      gateway.write(draft.routingKey(), operation.rowKeys(), operation);
    } catch (SQLException | RuntimeException e) {
      return failed(number, draft, e);
    }
    probe.record(dueNanos, System.nanoTime());
    acknowledged(number, operation, draft);
    return false;
  }

  private void acknowledged(long number, Operation operation, Draft draft) {
    ledger.acknowledged(number, draft.effects(), operation.auditRow());
    draft.remember().run();
    reservations.release(draft);
    tally.acknowledged(draft.kind());
  }

  /** Says whether a deadlock was the reason, so that trying again makes sense. */
  private boolean failed(long number, Draft draft, Exception e) {
    if (Gateway.leavesOpen(e)) {
      log.debug("operation {} has an unknown outcome; its keys are left alone", number, e);
      ledger.unknown(number, draft.effects());
      tally.unknown.increment();
      return false;
    }
    log.debug("operation {} failed", number, e);
    ledger.failed(number, String.valueOf(e.getMessage()));
    boolean deadlock = e instanceof SQLException sql && isDeadlock(sql);
    if (!deadlock) {
      gaveUp(draft);
    }
    return deadlock;
  }

  private void gaveUp(Draft draft) {
    tally.failed.increment();
    reservations.release(draft);
  }

  private static boolean isDeadlock(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }
}
