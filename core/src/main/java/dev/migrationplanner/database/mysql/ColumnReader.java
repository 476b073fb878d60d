package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.Uncarriable;
import dev.migrationplanner.database.ValueSink;
import dev.migrationplanner.schema.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Reads one column: what to select, and how to make its canonical value of the result. */
record ColumnReader(String expression, Cell cell) {

  private static final String CORRECT =
      "Correct the row on its source, or decide in the plan what becomes of such dates, then copy"
          + " again";

  /** Takes one value from a result. */
  interface Cell {
    void read(TextRow row, int position, ValueSink sink) throws SQLException, IOException;
  }

  /** The reader of a column, by its type here and the logical type its values travel as. */
  static ColumnReader of(String table, ColumnView view) {
    String name = Quoting.BACKTICK.quote(view.name());
    SqlType type = view.column().type();
    String text = "CAST(" + name + " AS CHAR)";
    if (type instanceof SqlType.DateType) {
      return new ColumnReader(
          name, temporal(table, view, TemporalText::days, "no calendar has this date"));
    }
    if (type instanceof SqlType.DateTimeType || type instanceof SqlType.InstantType) {
      return new ColumnReader(
          name,
          temporal(table, view, TemporalText::micros, "no calendar has the date of this time"));
    }
    if (type instanceof SqlType.TimeType) {
      return new ColumnReader(
          name, temporal(table, view, TemporalText::duration, "there is no such time"));
    }
    if (type instanceof SqlType.JsonType) {
      return new ColumnReader(name, ColumnReader::utf8);
    }
    if (type instanceof SqlType.UuidType || type instanceof SqlType.InetType) {
      return new ColumnReader(text, ColumnReader::utf8);
    }
    if (type instanceof SqlType.FloatType floating) {
      // The text protocol cuts a FLOAT to six digits; as a DOUBLE it comes whole.
      return new ColumnReader(
          floating.bits() == 32 ? "(" + name + " * 1E0)" : name, ColumnReader::float64);
    }
    return new ColumnReader(name, plain(table, view));
  }

  private static Cell plain(String table, ColumnView view) {
    SqlType type = view.column().type();
    SqlType logical = view.logical();
    if (type instanceof SqlType.IntegerType integer) {
      return ofInteger(integer, logical);
    }
    if (type instanceof SqlType.BooleanType || type instanceof SqlType.YearType) {
      return ColumnReader::int64;
    }
    if (type instanceof SqlType.DecimalType) {
      return logical instanceof SqlType.IntegerType
          ? ColumnReader::wholeNumber
          : ColumnReader::decimal;
    }
    if (type instanceof SqlType.BitType) {
      return ColumnReader::bits;
    }
    if (type instanceof SqlType.BinaryType || type instanceof SqlType.GeometryType) {
      return ColumnReader::bytes;
    }
    if (type instanceof SqlType.EnumType labels) {
      return label(table, view.name(), labels.labels());
    }
    if (type instanceof SqlType.TextType || type instanceof SqlType.SetType) {
      return isText(logical) ? ColumnReader::utf8 : parsed(logical);
    }
    throw new IllegalArgumentException(
        "column "
            + view.name()
            + " of table "
            + table
            + " has type "
            + view.column().nativeType()
            + ", which cannot be carried; leave it out of the plan");
  }

  private static boolean isText(SqlType logical) {
    return logical instanceof SqlType.TextType
        || logical instanceof SqlType.EnumType
        || logical instanceof SqlType.SetType
        || logical instanceof SqlType.JsonType
        || logical instanceof SqlType.JsonTreeType
        || logical instanceof SqlType.UuidType
        || logical instanceof SqlType.InetType
        || logical instanceof SqlType.UnknownType;
  }

  private static Cell ofInteger(SqlType.IntegerType type, SqlType logical) {
    if (logical instanceof SqlType.DecimalType) {
      return ColumnReader::decimal;
    }
    return type.bits() == 64 && type.unsigned() ? ColumnReader::unsigned : ColumnReader::int64;
  }

  private static void int64(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    long value = row.getLong(position);
    if (value == 0 && row.wasNull()) {
      sink.nil();
    } else {
      sink.int64(value);
    }
  }

  private static void unsigned(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    if (row.isNull(position)) {
      sink.nil();
      return;
    }
    long bits = row.unsigned(position);
    if (bits < 0) {
      sink.uint64(bits);
    } else {
      sink.int64(bits);
    }
  }

  private static void float64(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    double value = row.getDouble(position);
    if (value == 0 && row.wasNull()) {
      sink.nil();
    } else {
      sink.float64(value);
    }
  }

  private static void decimal(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    if (row.isNull(position)) {
      sink.nil();
    } else {
      sink.decimal(row.data(), row.start(position), row.length(position));
    }
  }

  private static void wholeNumber(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    BigDecimal value = row.getBigDecimal(position);
    if (value == null) {
      sink.nil();
      return;
    }
    BigInteger whole = value.toBigIntegerExact();
    if (whole.bitLength() < Long.SIZE) {
      sink.int64(whole.longValue());
    } else {
      sink.uint64(whole.longValue());
    }
  }

  private static void utf8(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    if (row.isNull(position)) {
      sink.nil();
    } else {
      sink.utf8(row.data(), row.start(position), row.length(position));
    }
  }

  private static void bytes(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    if (row.isNull(position)) {
      sink.nil();
    } else {
      sink.bytes(row.data(), row.start(position), row.length(position));
    }
  }

  private static void bits(TextRow row, int position, ValueSink sink)
      throws SQLException, IOException {
    byte[] value = row.getBytes(position);
    if (value == null) {
      sink.nil();
      return;
    }
    long bits = 0;
    for (byte b : value) {
      bits = bits << 8 | (b & 0xff);
    }
    sink.int64(bits);
  }

  private static Cell label(String table, String column, List<String> labels) {
    boolean emptyIsLabel = labels.contains("");
    return (row, position, sink) -> {
      byte[] label = row.getBytes(position);
      if (label == null) {
        sink.nil();
      } else if (label.length == 0 && !emptyIsLabel) {
        sink.uncarriable(
            new Uncarriable(
                table,
                column,
                "the ENUM value is none of the labels",
                "Give the row a label, or the column one more, then copy again",
                ""));
      } else {
        sink.utf8(label);
      }
    };
  }

  private static Cell parsed(SqlType logical) {
    return (row, position, sink) -> {
      byte[] text = row.getBytes(position);
      RowBuffer.push(
          text == null
              ? null
              : CanonicalText.parse(logical, new String(text, StandardCharsets.UTF_8)),
          sink);
    };
  }

  /** Parses a text of digits. */
  private interface Parser {
    long parse(byte[] text);
  }

  private static Cell temporal(String table, ColumnView view, Parser parser, String what) {
    return (row, position, sink) -> {
      byte[] text = row.getBytes(position);
      if (text == null) {
        sink.nil();
        return;
      }
      long value = parser.parse(text);
      if (value == TemporalText.INVALID) {
        sink.uncarriable(
            new Uncarriable(
                table, view.name(), what, CORRECT, new String(text, StandardCharsets.US_ASCII)));
      } else {
        sink.int64(value);
      }
    };
  }
}
