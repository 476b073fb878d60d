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

/** Rows of orders: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Orders {

  private Orders() {}

  /** One row. */
  public record Row(BigDecimal id, Long c, LocalDate shipped, byte[] place) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `orders` (`id`, `c`, `shipped`, `place`) VALUES (?, ?, ?, ?)"
        : "INSERT INTO \"public\".\"orders\" (\"id\", \"c\", \"shipped\", \"place\") VALUES (CAST(? AS bigint), ?, ?, ?)";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `orders` SET `c` = ?, `shipped` = ?, `place` = ? WHERE `id` = ?"
        : "UPDATE \"public\".\"orders\" SET \"c\" = ?, \"shipped\" = ?, \"place\" = ? WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `orders` WHERE `id` = ?"
        : "DELETE FROM \"public\".\"orders\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `id`, `c`, `shipped`, `place` FROM `orders` WHERE `id` = ?"
        : "SELECT \"id\", \"c\", \"shipped\", \"place\" FROM \"public\".\"orders\" WHERE \"id\" = CAST(? AS bigint)";
  }

  private static RowKey key(BigDecimal id) {
    return new RowKey("orders", List.of("id"), List.of(Values.keyText(id)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.id(), row.c(), row.shipped(), row.place());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.c(), row.shipped(), row.place(), row.id());
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
        "orders",
        (connection, side) -> find(connection, side, id),
        Comparison.by(key(id), Orders::same));
  }

  private static Row find(Connection connection, Side side, BigDecimal id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.decimal(rows, 1), Values.int64(rows, 2), Values.date(rows, 3), Values.bytes(rows, 4)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.id(), b.id())
        && Values.same(a.c(), b.c())
        && Values.same(a.shipped(), b.shipped())
        && Values.same(a.place(), b.place()));
  }
}
