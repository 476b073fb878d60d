package migration;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Values on their way to and from either side. */
final class Values {

  private Values() {}

  static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant instant) {
        // Drivers of MySQL move an offset into the JVM's zone; a wall clock in UTC stays.
        OffsetDateTime utc = instant.atOffset(ZoneOffset.UTC);
        statement.setObject(i + 1, postgreSql(statement.getConnection()) ? utc : utc.toLocalDateTime());
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  /** A key's value as the tool writes it: numbers plain, bytes in hexadecimal. */
  static String keyText(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  static boolean same(Object a, Object b) {
    if (a instanceof byte[] left && b instanceof byte[] right) {
      return Arrays.equals(left, right);
    }
    if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
      return left.compareTo(right) == 0;
    }
    return Objects.equals(a, b);
  }

  static Integer int32(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static Long int64(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static Double float64(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  static Boolean bool(ResultSet row, int column) throws SQLException {
    boolean value = row.getBoolean(column);
    return row.wasNull() ? null : value;
  }

  static BigDecimal decimal(ResultSet row, int column) throws SQLException {
    return row.getBigDecimal(column);
  }

  static String text(ResultSet row, int column) throws SQLException {
    return row.getString(column);
  }

  static byte[] bytes(ResultSet row, int column) throws SQLException {
    return row.getBytes(column);
  }

  static LocalDate date(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  static LocalDateTime dateTime(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class);
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    if (postgreSql(row.getStatement().getConnection())) {
      OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
      return value == null ? null : value.toInstant();
    }
    LocalDateTime utc = row.getObject(column, LocalDateTime.class);
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  private static boolean postgreSql(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }
}
