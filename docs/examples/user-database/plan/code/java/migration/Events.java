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

/** Rows of events: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Events {

  private Events() {}

  /** One row. */
  public record Row(BigDecimal id, BigDecimal userId, String action, BigDecimal amount, LocalDateTime at, String details) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `events` (`id`, `user_id`, `action`, `amount`, `at`, `details`) VALUES (?, ?, ?, ?, ?, ?)"
        : "INSERT INTO \"public\".\"events\" (\"id\", \"user_id\", \"action\", \"amount\", \"at\", \"details\") VALUES (CAST(? AS bigint), ?, ?, ?, ?, CAST(? AS jsonb))";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `events` SET `user_id` = ?, `action` = ?, `amount` = ?, `at` = ?, `details` = ? WHERE `id` = ?"
        : "UPDATE \"public\".\"events\" SET \"user_id\" = ?, \"action\" = ?, \"amount\" = ?, \"at\" = ?, \"details\" = CAST(? AS jsonb) WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `events` WHERE `id` = ?"
        : "DELETE FROM \"public\".\"events\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `id`, `user_id`, `action`, `amount`, `at`, CAST(`details` AS CHAR) FROM `events` WHERE `id` = ?"
        : "SELECT \"id\", \"user_id\", \"action\", \"amount\", \"at\", CAST(\"details\" AS text) FROM \"public\".\"events\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static RowKey key(BigDecimal id) {
    return new RowKey("events", List.of("id"), List.of(Values.keyText(id)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.id(), row.userId(), row.action(), row.amount(), row.at(), row.details());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.userId(), row.action(), row.amount(), row.at(), row.details(), row.id());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual delete. */
  public static int delete(Migration migration, BigDecimal id) throws SQLException {
    return migration.write(String.valueOf(id), List.of(key(id)), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(deleteSql(side))) {
        Values.set(statement, id);
        return statement.executeUpdate();
      }
    });
  }

  /** Flagged read, with the other side read behind the caller's back and compared; null if there is no such row. */
  public static Row find(Migration migration, BigDecimal id) throws SQLException {
    return migration.read(
        String.valueOf(id),
        "events",
        (connection, side) -> find(connection, side, id),
        Comparison.by(key(id), Events::same));
  }

  private static Row find(Connection connection, Side side, BigDecimal id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.decimal(rows, 1), Values.decimal(rows, 2), Values.text(rows, 3), Values.decimal(rows, 4), Values.dateTime(rows, 5), Values.text(rows, 6)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. JSON is spelled otherwise on each side: compare details with your JSON library. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.id(), b.id())
        && Values.same(a.userId(), b.userId())
        && Values.same(a.action(), b.action())
        && Values.same(a.amount(), b.amount())
        && Values.same(a.at(), b.at()));
  }
}
