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

/** Rows of users: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Users {

  private Users() {}

  /** One row. */
  public record Row(BigDecimal id, String email, String name, byte[] passwordHash, Integer isActive, String locale, LocalDateTime createdAt, Instant updatedAt) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `users` (`id`, `email`, `name`, `password_hash`, `is_active`, `locale`, `created_at`, `updated_at`) VALUES (?, ?, ?, ?, ?, ?, ?, CONVERT_TZ(?, '+00:00', @@session.time_zone))"
        : "INSERT INTO \"public\".\"users\" (\"id\", \"email\", \"name\", \"password_hash\", \"is_active\", \"locale\", \"created_at\", \"updated_at\") VALUES (CAST(? AS bigint), ?, ?, ?, ?, ?, ?, ?)";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `users` SET `email` = ?, `name` = ?, `password_hash` = ?, `is_active` = ?, `locale` = ?, `created_at` = ?, `updated_at` = CONVERT_TZ(?, '+00:00', @@session.time_zone) WHERE `id` = ?"
        : "UPDATE \"public\".\"users\" SET \"email\" = ?, \"name\" = ?, \"password_hash\" = ?, \"is_active\" = ?, \"locale\" = ?, \"created_at\" = ?, \"updated_at\" = ? WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `users` WHERE `id` = ?"
        : "DELETE FROM \"public\".\"users\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `id`, `email`, `name`, `password_hash`, `is_active`, `locale`, `created_at`, CONVERT_TZ(`updated_at`, @@session.time_zone, '+00:00') FROM `users` WHERE `id` = ?"
        : "SELECT \"id\", \"email\", \"name\", \"password_hash\", \"is_active\", \"locale\", \"created_at\", \"updated_at\" FROM \"public\".\"users\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static RowKey key(BigDecimal id) {
    return new RowKey("users", List.of("id"), List.of(Values.keyText(id)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.id(), row.email(), row.name(), row.passwordHash(), row.isActive(), row.locale(), row.createdAt(), row.updatedAt());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.email(), row.name(), row.passwordHash(), row.isActive(), row.locale(), row.createdAt(), row.updatedAt(), row.id());
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
        "users",
        (connection, side) -> find(connection, side, id),
        Comparison.by(key(id), Users::same));
  }

  private static Row find(Connection connection, Side side, BigDecimal id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.decimal(rows, 1), Values.text(rows, 2), Values.text(rows, 3), Values.bytes(rows, 4), Values.int32(rows, 5), Values.text(rows, 6), Values.dateTime(rows, 7), Values.instant(rows, 8)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.id(), b.id())
        && Values.same(a.email(), b.email())
        && Values.same(a.name(), b.name())
        && Values.same(a.passwordHash(), b.passwordHash())
        && Values.same(a.isActive(), b.isActive())
        && Values.same(a.locale(), b.locale())
        && Values.same(a.createdAt(), b.createdAt())
        && Values.same(a.updatedAt(), b.updatedAt()));
  }
}
