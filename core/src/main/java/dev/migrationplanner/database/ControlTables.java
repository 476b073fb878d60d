package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Our own tables in one database, all in the schema (MySQL: database) {@code migration_planner}.
 * Every method works in the caller's transaction unless it says otherwise.
 *
 * <pre>
 * epoch        which epoch this side is in (docs/decisions/0001-fence-and-epoch.md)
 * hop          one row a hop: the marker of our transactions, and the position they reach
 * pending_key  rows known to need another look, durable before a log is acknowledged
 * chunk        the backfill's checkpoints
 * quarantine   rows that could not be carried: key, column, reason, what to do
 * </pre>
 */
public final class ControlTables {

  private static final List<String> TABLES =
      List.of("hop", "pending_key", "chunk", "quarantine", "epoch");

  private final ControlSql sql;
  private final String migration;
  private final EpochTable epoch;
  private final HopTable hops;
  private final PendingTable pending;
  private final ChunkTable chunks;
  private final QuarantineTable quarantine;

  /** The tables of one side, for the migration of that name. */
  public ControlTables(ControlSql sql, String migration) {
    this.sql = sql;
    this.migration = migration;
    this.epoch = new EpochTable(sql, migration);
    this.hops = new HopTable(migration);
    this.pending = new PendingTable(migration);
    this.chunks = new ChunkTable(migration);
    this.quarantine = new QuarantineTable(migration);
  }

  /** The epoch row. */
  public EpochTable epoch() {
    return epoch;
  }

  /** Hops made on this side. */
  public HopTable hops() {
    return hops;
  }

  /** Pending keys kept on this side. */
  public PendingTable pending() {
    return pending;
  }

  /** Checkpoints of the backfill into this side. */
  public ChunkTable chunks() {
    return chunks;
  }

  /** Rows set aside on the way into this side. */
  public QuarantineTable quarantine() {
    return quarantine;
  }

  /** Makes what is missing; harmless when repeated. Commits by itself. */
  public void install(Connection connection) throws SQLException {
    run(connection, sql.install());
  }

  /** Whether it is there. */
  public boolean installed(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql.exists())) {
      query.setString(1, "epoch");
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Removes what belongs to this migration, and the schema itself when nothing of another is left
   * in it. Harmless when repeated. Commits by itself.
   *
   * @return whether there was anything
   */
  public boolean remove(Connection connection) throws SQLException {
    if (!installed(connection)) {
      return false;
    }
    for (String table : TABLES) {
      try (PreparedStatement delete =
          connection.prepareStatement(
              "DELETE FROM migration_planner." + table + " WHERE migration = ?")) {
        delete.setString(1, migration);
        delete.executeUpdate();
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM migration_planner.epoch")) {
      row.next();
      if (row.getLong(1) == 0) {
        run(connection, sql.remove());
      }
    }
    return true;
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }
}
