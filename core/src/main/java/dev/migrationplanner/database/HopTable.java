package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Hops made on one side. A row is inserted first in each of our transactions there (it marks them
 * in that side's log); old rows are pruned later.
 */
public final class HopTable {

  private static final String INSERT =
      "INSERT INTO migration_planner.hop (migration, direction, hop, epoch, collected,"
          + " other_collected, equal_to) VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String LAST =
      "SELECT direction, hop, epoch, collected, other_collected, equal_to FROM"
          + " migration_planner.hop WHERE migration = ? AND direction <> 'COPY' AND hop ="
          + " (SELECT max(hop) FROM migration_planner.hop WHERE migration = ? AND direction <>"
          + " 'COPY')";

  private final String migration;

  HopTable(String migration) {
    this.migration = migration;
  }

  /** Marks this transaction, and records the position it reaches. */
  public void insert(Connection connection, HopRow row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, migration);
      statement.setString(2, row.direction());
      statement.setLong(3, row.hop());
      statement.setLong(4, row.epoch());
      statement.setString(5, row.collected());
      statement.setString(6, row.otherCollected());
      statement.setString(7, row.equalTo());
      statement.executeUpdate();
    }
  }

  /** The newest hop on this side, in whatever direction. */
  public Optional<HopRow> last(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setString(1, migration);
      statement.setString(2, migration);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new HopRow(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6)))
            : Optional.empty();
      }
    }
  }

  /** The largest number used, of chunks too; 0 if none. */
  public long lastNumber(Connection connection) throws SQLException {
    String text = "SELECT coalesce(max(hop), 0) FROM migration_planner.hop WHERE migration = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Removes rows below the number. */
  public void prune(Connection connection, long below) throws SQLException {
    String text = "DELETE FROM migration_planner.hop WHERE migration = ? AND hop < ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setLong(2, below);
      statement.executeUpdate();
    }
  }

  /**
   * One hop.
   *
   * @param direction SOURCE_TO_TARGET, TARGET_TO_SOURCE, or COPY for a chunk
   * @param hop number, growing over both sides and directions
   * @param collected up to where keys of the authority's log are durable
   * @param otherCollected the same of the other side's log; "" if it is not read
   * @param equalTo the visibility of the snapshot this side equals after it; "" if no equality is
   *     claimed
   */
  public record HopRow(
      String direction,
      long hop,
      long epoch,
      String collected,
      String otherCollected,
      String equalTo) {}
}
