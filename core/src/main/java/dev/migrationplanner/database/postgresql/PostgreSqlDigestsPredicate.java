package dev.migrationplanner.database.postgresql;

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
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A condition on keys with its parameters, bound as text and cast to the column's own type. */
record PostgreSqlDigestsPredicate(String sql, List<String> values) {

  PostgreSqlDigestsPredicate {
    values = List.copyOf(values);
  }

  /** Of a range: whole tuples, as the index has them. */
  static PostgreSqlDigestsPredicate range(TableView view, KeyRange range) {
    var parts = new ArrayList<String>();
    var values = new ArrayList<String>();
    RowKey after = range.after();
    if (after != null) {
      parts.add(tuple(view) + " > " + parameters(view));
      values.addAll(texts(view, after));
    }
    RowKey upTo = range.upTo();
    if (upTo != null) {
      parts.add(tuple(view) + " <= " + parameters(view));
      values.addAll(texts(view, upTo));
    }
    String sql = parts.isEmpty() ? "TRUE" : String.join(" AND ", parts);
    return new PostgreSqlDigestsPredicate(sql, values);
  }

  /** Of these keys. */
  static PostgreSqlDigestsPredicate keys(TableView view, Collection<RowKey> keys) {
    var values = new ArrayList<String>();
    keys.forEach(k -> values.addAll(texts(view, k)));
    String tuples = String.join(", ", Collections.nCopies(keys.size(), parameters(view)));
    return new PostgreSqlDigestsPredicate(tuple(view) + " IN (" + tuples + ")", values);
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setString(i + 1, values.get(i));
    }
  }

  private static String tuple(TableView view) {
    return "(" + Quoting.DOUBLE.quoteAll(view.keyNames()) + ")";
  }

  private static String parameters(TableView view) {
    return view.keyColumns().stream()
        .map(c -> "CAST(CAST(? AS text) AS " + c.column().nativeType() + ")")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<String> texts(TableView view, RowKey key) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < key.texts().size(); i++) {
      texts.add(text(view.keyColumns().get(i), key.texts().get(i)));
    }
    return texts;
  }

  /** The input text of the column's type for a canonical text. */
  private static String text(ColumnView column, String canonical) {
    SqlType held = column.column().type();
    if (held instanceof SqlType.BinaryType) {
      return "\\x" + canonical;
    }
    if (held instanceof SqlType.InstantType) {
      return canonical + "+00";
    }
    if (held instanceof SqlType.TimeType) {
      return canonical + " microseconds";
    }
    if (held instanceof SqlType.BitType bit) {
      String digits = Long.toBinaryString(Long.parseLong(canonical));
      return "0".repeat(Math.max(0, bit.length() - digits.length())) + digits;
    }
    return column.column().nativeType().endsWith("[]") ? array(canonical) : canonical;
  }

  private static String array(String set) {
    return set.isEmpty()
        ? "{}"
        : "{\"" + set.replace("\\", "\\\\").replace("\"", "\\\"").replace(",", "\",\"") + "\"}";
  }
}
