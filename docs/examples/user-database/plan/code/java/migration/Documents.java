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

/** Rows of documents: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Documents {

  private Documents() {}

  /** One row. */
  public record Row(BigDecimal id, BigDecimal userId, String kind, String title, Long bytes, byte[] body, LocalDateTime createdAt) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `documents` (`id`, `user_id`, `kind`, `title`, `bytes`, `body`, `created_at`) VALUES (?, ?, ?, ?, ?, ?, ?)"
        : "INSERT INTO \"public\".\"documents\" (\"id\", \"user_id\", \"kind\", \"title\", \"bytes\", \"body\", \"created_at\") VALUES (CAST(? AS bigint), CAST(? AS bigint), CAST(? AS \"public\".\"documents_kind\"), ?, ?, ?, ?)";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `documents` SET `user_id` = ?, `kind` = ?, `title` = ?, `bytes` = ?, `body` = ?, `created_at` = ? WHERE `id` = ?"
        : "UPDATE \"public\".\"documents\" SET \"user_id\" = CAST(? AS bigint), \"kind\" = CAST(? AS \"public\".\"documents_kind\"), \"title\" = ?, \"bytes\" = ?, \"body\" = ?, \"created_at\" = ? WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `documents` WHERE `id` = ?"
        : "DELETE FROM \"public\".\"documents\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `id`, `user_id`, CAST(`kind` AS CHAR), `title`, `bytes`, `body`, `created_at` FROM `documents` WHERE `id` = ?"
        : "SELECT \"id\", \"user_id\", CAST(\"kind\" AS text), \"title\", \"bytes\", \"body\", \"created_at\" FROM \"public\".\"documents\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static RowKey key(BigDecimal id) {
    return new RowKey("documents", List.of("id"), List.of(Values.keyText(id)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.id(), row.userId(), row.kind(), row.title(), row.bytes(), row.body(), row.createdAt());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.userId(), row.kind(), row.title(), row.bytes(), row.body(), row.createdAt(), row.id());
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
        "documents",
        (connection, side) -> find(connection, side, id),
        Comparison.by(key(id), Documents::same));
  }

  private static Row find(Connection connection, Side side, BigDecimal id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.decimal(rows, 1), Values.decimal(rows, 2), Values.text(rows, 3), Values.text(rows, 4), Values.int64(rows, 5), Values.bytes(rows, 6), Values.dateTime(rows, 7)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.id(), b.id())
        && Values.same(a.userId(), b.userId())
        && Values.same(a.kind(), b.kind())
        && Values.same(a.title(), b.title())
        && Values.same(a.bytes(), b.bytes())
        && Values.same(a.body(), b.body())
        && Values.same(a.createdAt(), b.createdAt()));
  }
}
