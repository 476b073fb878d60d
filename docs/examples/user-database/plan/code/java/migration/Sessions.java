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

/** Rows of sessions: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Sessions {

  private Sessions() {}

  /** One row. */
  public record Row(byte[] token, BigDecimal userId, byte[] ip, String agent, Instant expiresAt) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `sessions` (`token`, `user_id`, `ip`, `agent`, `expires_at`) VALUES (?, ?, ?, ?, CONVERT_TZ(?, '+00:00', @@session.time_zone))"
        : "INSERT INTO \"public\".\"sessions\" (\"token\", \"user_id\", \"ip\", \"agent\", \"expires_at\") VALUES (?, CAST(? AS bigint), ?, ?, ?)";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `sessions` SET `user_id` = ?, `ip` = ?, `agent` = ?, `expires_at` = CONVERT_TZ(?, '+00:00', @@session.time_zone) WHERE `token` = ?"
        : "UPDATE \"public\".\"sessions\" SET \"user_id\" = CAST(? AS bigint), \"ip\" = ?, \"agent\" = ?, \"expires_at\" = ? WHERE \"token\" = ?";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `sessions` WHERE `token` = ?"
        : "DELETE FROM \"public\".\"sessions\" WHERE \"token\" = ?";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `token`, `user_id`, `ip`, `agent`, CONVERT_TZ(`expires_at`, @@session.time_zone, '+00:00') FROM `sessions` WHERE `token` = ?"
        : "SELECT \"token\", \"user_id\", \"ip\", \"agent\", \"expires_at\" FROM \"public\".\"sessions\" WHERE \"token\" = ?";
  }

  private static RowKey key(byte[] token) {
    return new RowKey("sessions", List.of("token"), List.of(Values.keyText(token)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.token()), List.of(key(row.token())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.token(), row.userId(), row.ip(), row.agent(), row.expiresAt());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.token()), List.of(key(row.token())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.userId(), row.ip(), row.agent(), row.expiresAt(), row.token());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual delete. */
  public static int delete(Migration migration, byte[] token) throws SQLException {
    return migration.write(String.valueOf(token), List.of(key(token)), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(deleteSql(side))) {
        Values.set(statement, token);
        return statement.executeUpdate();
      }
    });
  }

  /** Flagged read, with the other side read behind the caller's back and compared; null if there is no such row. */
  public static Row find(Migration migration, byte[] token) throws SQLException {
    return migration.read(
        String.valueOf(token),
        "sessions",
        (connection, side) -> find(connection, side, token),
        Comparison.by(key(token), Sessions::same));
  }

  private static Row find(Connection connection, Side side, byte[] token) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, token);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.bytes(rows, 1), Values.decimal(rows, 2), Values.bytes(rows, 3), Values.text(rows, 4), Values.instant(rows, 5)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.token(), b.token())
        && Values.same(a.userId(), b.userId())
        && Values.same(a.ip(), b.ip())
        && Values.same(a.agent(), b.agent())
        && Values.same(a.expiresAt(), b.expiresAt()));
  }
}
