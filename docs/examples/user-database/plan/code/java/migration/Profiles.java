package migration;

import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Side;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** Rows of profiles: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Profiles {

  private Profiles() {}

  /** One row. */
  public record Row(BigDecimal userId, LocalDate born, String settings, byte[] avatar) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `profiles` (`user_id`, `born`, `settings`, `avatar`) VALUES (?, ?, ?, ?)"
        : "INSERT INTO \"public\".\"profiles\" (\"user_id\", \"born\", \"settings\", \"avatar\") VALUES (CAST(? AS bigint), ?, CAST(? AS jsonb), ?)";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `profiles` SET `born` = ?, `settings` = ?, `avatar` = ? WHERE `user_id` = ?"
        : "UPDATE \"public\".\"profiles\" SET \"born\" = ?, \"settings\" = CAST(? AS jsonb), \"avatar\" = ? WHERE \"user_id\" = CAST(? AS bigint)";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `profiles` WHERE `user_id` = ?"
        : "DELETE FROM \"public\".\"profiles\" WHERE \"user_id\" = CAST(? AS bigint)";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `user_id`, `born`, CAST(`settings` AS CHAR), `avatar` FROM `profiles` WHERE `user_id` = ?"
        : "SELECT \"user_id\", \"born\", CAST(\"settings\" AS text), \"avatar\" FROM \"public\".\"profiles\" WHERE \"user_id\" = CAST(? AS bigint)";
  }

  private static RowKey key(BigDecimal userId) {
    return new RowKey("profiles", List.of("user_id"), List.of(Values.keyText(userId)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.userId()), List.of(key(row.userId())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.userId(), row.born(), row.settings(), row.avatar());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.userId()), List.of(key(row.userId())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.born(), row.settings(), row.avatar(), row.userId());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual delete. */
  public static int delete(Migration migration, BigDecimal userId) throws SQLException {
    return migration.write(String.valueOf(userId), List.of(key(userId)), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(deleteSql(side))) {
        Values.set(statement, userId);
        return statement.executeUpdate();
      }
    });
  }

  /** Flagged read, with the other side read behind the caller's back and compared; null if there is no such row. */
  public static Row find(Migration migration, BigDecimal userId) throws SQLException {
    return migration.read(
        String.valueOf(userId),
        "profiles",
        (connection, side) -> find(connection, side, userId),
        Comparison.by(key(userId), Profiles::same));
  }

  private static Row find(Connection connection, Side side, BigDecimal userId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, userId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.decimal(rows, 1), Values.date(rows, 2), Values.text(rows, 3), Values.bytes(rows, 4)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. JSON is spelled otherwise on each side: compare settings with your JSON library. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.userId(), b.userId())
        && Values.same(a.born(), b.born())
        && Values.same(a.avatar(), b.avatar()));
  }
}
