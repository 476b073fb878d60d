package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Ledger;
import dev.migrationplanner.ledger.Outcome;
import dev.migrationplanner.ledger.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Wrongs done by plain SQL on both sides at once, behind the back of everything: no sync repairs
 * them, for the sides agree. They show that the judge would have seen them, had the migration done
 * them. Plant them while the traffic rests.
 */
public final class Sabotage {

  /** The three wrongs that a migration must never do. */
  public enum Wrong {
    /** An acknowledged write vanishes, with its row. */
    LOST,
    /** An acknowledged write is there twice. */
    DUPLICATE,
    /** A deleted row comes back. */
    RESURRECT
  }

  private final Ledger ledger;
  private final List<DataSource> sides;

  public Sabotage(Ledger ledger, DataSource source, DataSource target) {
    this.ledger = ledger;
    this.sides = List.of(source, target);
  }

  /** Does one wrong on both sides and says what was done. */
  public String plant(Wrong wrong) throws SQLException {
    return switch (wrong) {
      case LOST -> lose();
      case DUPLICATE -> duplicate();
      case RESURRECT -> resurrect();
    };
  }

  /** The last acknowledged new session that is still there, and the audit row that says so. */
  private String lose() throws SQLException {
    Row audit = lastAudit("kind = 'INSERT' AND entity = 'sessions'", this::isAcknowledgedAndThere);
    Key session = Key.of(ShopTables.SESSIONS, audit.notNull("entity_key"));
    for (DataSource side : sides) {
      inTransaction(
          side,
          statements -> {
            statements.delete(ShopTables.SESSIONS, session);
            statements.delete(ShopTables.AUDIT, audit.key());
          });
    }
    return "operation " + audit.get("op_id") + " was deleted on both sides, with its session";
  }

  private String duplicate() throws SQLException {
    Row audit = lastAudit("kind = 'TRANSACTION'", this::isAcknowledged);
    Row second = audit.with("id", 1_000_000 + Long.parseLong(audit.notNull("id")));
    for (DataSource side : sides) {
      inTransaction(side, statements -> statements.insert(second));
    }
    return "operation " + audit.get("op_id") + " was entered a second time on both sides";
  }

  private String resurrect() throws SQLException {
    Key removed = ledger.removed(ShopTables.SESSIONS, key -> true);
    if (removed == null) {
      throw new IllegalStateException(
          "No session was ever deleted; let the traffic run before resurrecting one.");
    }
    Row back =
        Row.of(ShopTables.SESSIONS, removed.values().get(0), 1, "00", Words.nowMicros(), null);
    for (DataSource side : sides) {
      inTransaction(side, statements -> statements.insert(back));
    }
    return "a deleted session was inserted again on both sides";
  }

  private boolean isAcknowledged(Row audit) {
    return ledger.outcome(Long.parseLong(audit.notNull("op_id"))) == Outcome.ACKNOWLEDGED;
  }

  private boolean isAcknowledgedAndThere(Row audit) {
    Key session = Key.of(ShopTables.SESSIONS, audit.notNull("entity_key"));
    return isAcknowledged(audit) && ledger.expected(session) != null;
  }

  private Row lastAudit(String condition, Predicate<Row> accepted) throws SQLException {
    try (Connection connection = sides.get(0).getConnection()) {
      for (Row row :
          Reads.rows(
              connection, ShopTables.AUDIT, condition + " ORDER BY audit.id DESC LIMIT 1000")) {
        if (accepted.test(row)) {
          return row;
        }
      }
    }
    throw new IllegalStateException("No write to sabotage yet; let the traffic run first.");
  }

  private interface Deed {
    void run(Statements statements) throws SQLException;
  }

  private static void inTransaction(DataSource side, Deed deed) throws SQLException {
    try (Connection connection = side.getConnection()) {
      connection.setAutoCommit(false);
      deed.run(Statements.on(connection));
      connection.commit();
    }
  }
}
