package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.database.Uncarriable;
import dev.migrationplanner.database.ValueSink;
import dev.migrationplanner.schema.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/** The decoder of each pair of stored type and meaning. */
final class Decoders {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Decoders() {}

  static Decoder[] of(TableView view, java.util.List<ColumnView> columns) throws SQLException {
    var decoders = new Decoder[columns.size()];
    for (int i = 0; i < decoders.length; i++) {
      decoders[i] = naming(view.name(), columns.get(i), of(view.name(), columns.get(i)));
    }
    return decoders;
  }

  private static Decoder of(String table, ColumnView column) throws SQLException {
    boolean decimal = column.logical() instanceof SqlType.DecimalType;
    return switch (Physical.of(column.column())) {
      case BOOL -> (b, at, n, sink) -> sink.int64(b[at]);
      case INT2 -> whole(decimal, (b, at) -> Wire.int16(b, at));
      case INT4 -> whole(decimal, (b, at) -> Wire.int32(b, at));
      case INT8 -> whole(decimal, Wire::int64);
      case NUMERIC -> decimal ? NumericWire::decodeDecimal : NumericWire::decodeWhole;
      case FLOAT4 -> (b, at, n, sink) -> sink.float64(Float.intBitsToFloat(Wire.int32(b, at)));
      case FLOAT8 -> (b, at, n, sink) -> sink.float64(Double.longBitsToDouble(Wire.int64(b, at)));
      case TEXT, VARCHAR, BPCHAR -> text(column);
      case ENUM, JSON, INET, CIDR, TEXT_ARRAY ->
          (b, at, n, sink) -> sink.utf8(Arrays.copyOfRange(b, at, at + n));
      case JSONB -> (b, at, n, sink) -> sink.utf8(Arrays.copyOfRange(b, at + 1, at + n));
      case BYTEA ->
          column.logical() instanceof SqlType.TextType
              ? (b, at, n, sink) -> sink.utf8(Arrays.copyOfRange(b, at, at + n))
              : (b, at, n, sink) -> sink.bytes(Arrays.copyOfRange(b, at, at + n));
      case BIT -> Decoders::bits;
      case DATE -> (b, at, n, sink) -> sink.int64(Epoch.days(Wire.int32(b, at)));
      case TIME -> (b, at, n, sink) -> sink.int64(Wire.int64(b, at));
      case TIMESTAMP, TIMESTAMPTZ ->
          (b, at, n, sink) -> sink.int64(Epoch.micros(Wire.int64(b, at)));
      case INTERVAL -> Decoders::interval;
      case UUID ->
          column.logical() instanceof SqlType.BinaryType
              ? (b, at, n, sink) -> sink.bytes(Arrays.copyOfRange(b, at, at + n))
              : Decoders::uuid;
      case UNKNOWN ->
          throw new SQLException(
              "table "
                  + table
                  + ", column "
                  + column.name()
                  + ": type "
                  + column.column().nativeType()
                  + " cannot be carried; leave the column out by a decision",
              "0A000");
    };
  }

  /** A value that has no canonical form is handed on as such. */
  private static Decoder naming(String table, ColumnView column, Decoder decoder) {
    return (b, at, n, sink) -> {
      try {
        decoder.decode(b, at, n, sink);
      } catch (ArithmeticException e) {
        sink.uncarriable(
            new Uncarriable(
                table,
                column.name(),
                reason(e),
                "Correct the row on its source, or decide in the plan what becomes of such values,"
                    + " then copy again",
                HexFormat.of().formatHex(b, at, at + n)));
      }
    };
  }

  private static String reason(ArithmeticException e) {
    return e.getMessage() == null ? "the value has no counterpart elsewhere" : e.getMessage();
  }

  private interface WholeNumber {
    long read(byte[] data, int offset);
  }

  private static Decoder whole(boolean decimal, WholeNumber number) {
    return decimal
        ? (b, at, n, sink) -> sink.decimal(BigDecimal.valueOf(number.read(b, at)))
        : (b, at, n, sink) -> sink.int64(number.read(b, at));
  }

  private static Decoder text(ColumnView column) {
    boolean blanksMeanNothing =
        Physical.of(column.column()) == Physical.BPCHAR
            || (column.logical() instanceof SqlType.TextType text && text.fixed());
    return blanksMeanNothing
        ? (b, at, n, sink) -> sink.utf8(Arrays.copyOfRange(b, at, endWithoutBlanks(b, at, at + n)))
        : (b, at, n, sink) -> sink.utf8(Arrays.copyOfRange(b, at, at + n));
  }

  private static int endWithoutBlanks(byte[] data, int start, int end) {
    int last = end;
    while (last > start && data[last - 1] == ' ') {
      last--;
    }
    return last;
  }

  private static void bits(byte[] data, int offset, int length, ValueSink sink) throws IOException {
    int bits = Wire.int32(data, offset);
    if (bits > Long.SIZE) {
      throw new ArithmeticException("more than 64 bits");
    }
    long value = 0;
    for (int i = 0; i < length - 4; i++) {
      value = (value << 8) | (data[offset + 4 + i] & 0xff);
    }
    sink.int64(value >>> ((length - 4) * 8 - bits));
  }

  /** Days count as 24 hours; months have no length in time. */
  private static void interval(byte[] data, int offset, int length, ValueSink sink)
      throws IOException {
    if (Wire.int32(data, offset + 12) != 0) {
      throw new ArithmeticException("an interval with months has no length in time");
    }
    long days = Wire.int32(data, offset + 8);
    sink.int64(Math.addExact(Wire.int64(data, offset), Math.multiplyExact(days, 86_400_000_000L)));
  }

  private static void uuid(byte[] data, int offset, int length, ValueSink sink) throws IOException {
    byte[] text = new byte[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text[at++] = '-';
      }
      text[at++] = HEX[(data[offset + i] >> 4) & 0xf];
      text[at++] = HEX[data[offset + i] & 0xf];
    }
    sink.utf8(text);
  }
}
