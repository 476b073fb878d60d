package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A condition on keys with its parameters. Spelled out so that the key's index serves it. */
record MySqlDigestsPredicate(String sql, List<Object> values) {

  MySqlDigestsPredicate {
    values = List.copyOf(values);
  }

  /** Of a range: tuples compared part by part; MySQL uses no index for row constructors. */
  static MySqlDigestsPredicate range(TableView view, KeyRange range) {
    var parts = new ArrayList<String>();
    var values = new ArrayList<>();
    RowKey after = range.after();
    if (after != null) {
      parts.add(beyond(view, after, ">", ">", values));
    }
    RowKey upTo = range.upTo();
    if (upTo != null) {
      parts.add(beyond(view, upTo, "<", "<=", values));
    }
    String sql = parts.isEmpty() ? "TRUE" : String.join(" AND ", parts);
    return new MySqlDigestsPredicate(sql, values);
  }

  /** Of these keys; text keys that are equal only by collation come too. */
  static MySqlDigestsPredicate keys(TableView view, Collection<RowKey> keys) {
    var values = new ArrayList<>();
    var alternatives = new ArrayList<String>();
    for (RowKey key : keys) {
      var parts = new ArrayList<String>();
      for (int i = 0; i < key.texts().size(); i++) {
        ColumnView column = view.keyColumns().get(i);
        parts.add(Quoting.BACKTICK.quote(column.name()) + " = ?");
        values.add(value(column, key.texts().get(i)));
      }
      alternatives.add("(" + String.join(" AND ", parts) + ")");
    }
    return new MySqlDigestsPredicate("(" + String.join(" OR ", alternatives) + ")", values);
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (value instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (value instanceof java.math.BigInteger number) {
        statement.setBigDecimal(i + 1, new java.math.BigDecimal(number));
      } else if (value instanceof java.math.BigDecimal number) {
        statement.setBigDecimal(i + 1, number);
      } else {
        statement.setString(i + 1, value.toString());
      }
    }
  }

  private static String beyond(
      TableView view, RowKey key, String before, String last, List<Object> values) {
    List<ColumnView> columns = view.keyColumns();
    var alternatives = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      var parts = new ArrayList<String>();
      for (int j = 0; j <= i; j++) {
        String compares = j < i ? "=" : i < columns.size() - 1 ? before : last;
        parts.add(Quoting.BACKTICK.quote(columns.get(j).name()) + " " + compares + " ?");
        values.add(value(columns.get(j), key.texts().get(j)));
      }
      alternatives.add(String.join(" AND ", parts));
    }
    return "(" + String.join(" OR ", alternatives) + ")";
  }

  private static Object value(ColumnView column, String text) {
    SqlType type = column.logical();
    if (type instanceof SqlType.TimeType) {
      return time(Long.parseLong(text));
    }
    if (type instanceof SqlType.BitType) {
      return new java.math.BigInteger(Long.toUnsignedString(Long.parseLong(text)));
    }
    boolean asText =
        type instanceof SqlType.DateType
            || type instanceof SqlType.DateTimeType
            || type instanceof SqlType.InstantType;
    return asText ? text : CanonicalText.parse(type, text);
  }

  private static String time(long micros) {
    long seconds = Math.abs(micros) / 1_000_000;
    return "%s%d:%02d:%02d.%06d"
        .formatted(
            micros < 0 ? "-" : "",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            Math.abs(micros) % 1_000_000);
  }
}
