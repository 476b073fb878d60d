package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.schema.SqlType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.StringJoiner;

/**
 * Keys as typed literals, bound by the type the column has here (rule 9). COPY takes no parameters;
 * the session's standard_conforming_strings makes doubling the quote all the escaping there is.
 */
final class KeyLiterals {

  private static final String FIRST = CanonicalText.dateTime(Long.MIN_VALUE);

  private KeyLiterals() {}

  /** {@code 'text'::type}. */
  static String literal(ColumnView column, String canonical) throws SQLException {
    return quote(input(column, canonical)) + "::" + cast(column);
  }

  /** {@code '{...}'::type[]} of one key column of many keys. */
  static String array(ColumnView column, Collection<RowKey> keys, int position)
      throws SQLException {
    var elements = new StringJoiner(",", "{", "}");
    for (RowKey key : keys) {
      String text = input(column, key.texts().get(position));
      elements.add('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return quote(elements.toString()) + "::" + cast(column) + "[]";
  }

  /** All key columns of many keys, as arguments of unnest. */
  static String arrays(List<ColumnView> columns, Collection<RowKey> keys) throws SQLException {
    var arrays = new StringJoiner(", ");
    for (int i = 0; i < columns.size(); i++) {
      arrays.add(array(columns.get(i), keys, i));
    }
    return arrays.toString();
  }

  /** The keys that a row here can have, each once: text with NUL cannot be stored. */
  static List<RowKey> storable(Collection<RowKey> keys) {
    var storable = new ArrayList<RowKey>(keys.size());
    for (RowKey key : new LinkedHashSet<>(keys)) {
      if (key.texts().stream().allMatch(text -> text.indexOf('\0') < 0)) {
        storable.add(key);
      }
    }
    return storable;
  }

  private static String cast(ColumnView column) throws SQLException {
    Physical physical = Physical.of(column.column());
    return switch (physical) {
      case FLOAT4, FLOAT8, JSON, JSONB, TEXT_ARRAY, UNKNOWN ->
          throw new SQLException(
              "column "
                  + column.name()
                  + " of type "
                  + column.column().nativeType()
                  + " cannot be a key; choose another unique key, or keep the table out",
              "0A000");
      default -> physical.castName(column.column());
    };
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** What PostgreSQL's input function takes for this canonical text. */
  private static String input(ColumnView column, String canonical) {
    return switch (Physical.of(column.column())) {
      case BYTEA ->
          column.logical() instanceof SqlType.TextType
              ? "\\x" + hexOfText(canonical)
              : "\\x" + canonical;
      case BIT -> bits(column, canonical);
      case DATE -> Epoch.dayText((long) CanonicalText.parse(column.logical(), canonical));
      case TIMESTAMP -> time(column, canonical);
      case TIMESTAMPTZ -> instant(column, canonical);
      case TIME -> timeOfDay(Long.parseLong(canonical));
      case INTERVAL -> canonical + " microseconds";
      default -> canonical;
    };
  }

  private static String hexOfText(String text) {
    return java.util.HexFormat.of()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The earliest of all cannot be read back from its text without leaving the range. */
  private static String time(ColumnView column, String canonical) {
    return canonical.equals(FIRST)
        ? "-infinity"
        : Epoch.timeText((long) CanonicalText.parse(column.logical(), canonical));
  }

  private static String instant(ColumnView column, String canonical) {
    String text = time(column, canonical);
    return text.endsWith("infinity")
        ? text
        : text.endsWith(" BC") ? text.replace(" BC", "+00 BC") : text + "+00";
  }

  private static String bits(ColumnView column, String canonical) {
    int length = column.column().type() instanceof SqlType.BitType type ? type.length() : 64;
    String digits = Long.toBinaryString(Long.parseLong(canonical));
    return "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  private static String timeOfDay(long micros) {
    long seconds = Math.floorDiv(micros, 1_000_000L);
    return "%02d:%02d:%02d.%06d"
        .formatted(
            seconds / 3_600, seconds / 60 % 60, seconds % 60, Math.floorMod(micros, 1_000_000L));
  }
}
