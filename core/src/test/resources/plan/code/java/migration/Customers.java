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

/** Rows of customers: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
public final class Customers {

  private Customers() {}

  /** One row. */
  public record Row(Long id, String email) {}

  private static String insertSql(Side side) {
    return side == Side.SOURCE
        ? "INSERT INTO `customers` (`id`, `email`) VALUES (?, ?)"
        : "INSERT INTO \"public\".\"customers\" (\"id\", \"email\") VALUES (?, ?)";
  }

  private static String updateSql(Side side) {
    return side == Side.SOURCE
        ? "UPDATE `customers` SET `email` = ? WHERE `id` = ?"
        : "UPDATE \"public\".\"customers\" SET \"email\" = ? WHERE \"id\" = ?";
  }

  private static String deleteSql(Side side) {
    return side == Side.SOURCE
        ? "DELETE FROM `customers` WHERE `id` = ?"
        : "DELETE FROM \"public\".\"customers\" WHERE \"id\" = ?";
  }

  private static String findSql(Side side) {
    return side == Side.SOURCE
        ? "SELECT `id`, `email` FROM `customers` WHERE `id` = ?"
        : "SELECT \"id\", \"email\" FROM \"public\".\"customers\" WHERE \"id\" = ?";
  }

  private static RowKey key(Long id) {
    return new RowKey("customers", List.of("id"), List.of(Values.keyText(id)));
  }

  /** Dual write: the caller sees the authority's outcome only. */
  public static int insert(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
        Values.set(statement, row.id(), row.email());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual write of every column of a row that is there. */
  public static int update(Migration migration, Row row) throws SQLException {
    return migration.write(String.valueOf(row.id()), List.of(key(row.id())), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
        Values.set(statement, row.email(), row.id());
        return statement.executeUpdate();
      }
    });
  }

  /** Dual delete. */
  public static int delete(Migration migration, Long id) throws SQLException {
    return migration.write(String.valueOf(id), List.of(key(id)), (connection, side) -> {
      try (PreparedStatement statement = connection.prepareStatement(deleteSql(side))) {
        Values.set(statement, id);
        return statement.executeUpdate();
      }
    });
  }

  /** Flagged read, with the other side read behind the caller's back and compared; null if there is no such row. */
  public static Row find(Migration migration, Long id) throws SQLException {
    return migration.read(
        String.valueOf(id),
        "customers",
        (connection, side) -> find(connection, side, id),
        Comparison.by(key(id), Customers::same));
  }

  private static Row find(Connection connection, Side side, Long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
      Values.set(statement, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Row(Values.int64(rows, 1), Values.text(rows, 2)) : null;
      }
    }
  }

  /** Whether both sides gave the same row. */
  static boolean same(Row a, Row b) {
    return a == b || (a != null && b != null
        && Values.same(a.id(), b.id())
        && Values.same(a.email(), b.email()));
  }
}
