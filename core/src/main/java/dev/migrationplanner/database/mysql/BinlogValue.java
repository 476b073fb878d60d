package dev.migrationplanner.database.mysql;

import com.github.shyiko.mysql.binlog.event.deserialization.AbstractRowsEventDataDeserializer;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes key values of the log to what a snapshot read of the same row gives (rule 9). The log
 * knows neither sign nor charset nor labels: the catalogue's column does.
 */
final class BinlogValue {

  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private BinlogValue() {}

  /**
   * Long, BigInteger, Double, BigDecimal, byte[], or String for any text.
   *
   * @throws IllegalArgumentException if the value cannot be read as one of this column
   */
  static Object read(BinlogColumn stored, Column column, EventBytes body) throws IOException {
    SqlType type = column.type();
    return switch (stored.type()) {
      case BinlogColumn.TINY -> integer(body.little(1), 8, type);
      case BinlogColumn.SHORT -> integer(body.little(2), 16, type);
      case BinlogColumn.INT24 -> integer(body.little(3), 24, type);
      case BinlogColumn.LONG -> integer(body.little(4), 32, type);
      case BinlogColumn.LONGLONG -> integer(body.little(8), 64, type);
      case BinlogColumn.DOUBLE -> Double.longBitsToDouble(body.little(8));
      case BinlogColumn.NEWDECIMAL -> decimal(stored, body);
      case BinlogColumn.YEAR -> year(body.u8());
      case BinlogColumn.DATE, BinlogColumn.NEWDATE -> date((int) body.little(3));
      case BinlogColumn.DATETIME2 -> dateTime(body.big(5), fraction(stored.meta(), body));
      case BinlogColumn.TIMESTAMP2 -> instant(body.big(4), fraction(stored.meta(), body));
      case BinlogColumn.TIME2 -> time(stored.meta(), body);
      case BinlogColumn.BIT -> body.big(stored.bitLength());
      case BinlogColumn.ENUM -> label((int) body.little(stored.meta()), type);
      case BinlogColumn.SET -> labels(body.little(stored.meta()), type);
      case BinlogColumn.STRING, BinlogColumn.VARCHAR, BinlogColumn.VAR_STRING ->
          BinlogText.decode(body.bytes((int) body.little(stored.meta() > 255 ? 2 : 1)), type);
      case BinlogColumn.FLOAT ->
          throw new IllegalArgumentException("FLOAT cannot be a key; choose another");
      case BinlogColumn.TIMESTAMP, BinlogColumn.DATETIME, BinlogColumn.TIME ->
          throw new IllegalArgumentException(
              "it is in the temporal format of before 5.6; rebuild it with ALTER TABLE ... FORCE");
      default -> throw new IllegalArgumentException("no key can be of this type");
    };
  }

  private static Object integer(long raw, int bits, SqlType type) {
    boolean unsigned = type instanceof SqlType.IntegerType integer && integer.unsigned();
    if (!(type instanceof SqlType.IntegerType) && !(type instanceof SqlType.BooleanType)) {
      throw new IllegalArgumentException("an integer is in the log");
    }
    if (unsigned) {
      return raw >= 0 ? (Object) raw : new BigInteger(Long.toUnsignedString(raw));
    }
    return raw << (64 - bits) >> (64 - bits);
  }

  private static Object decimal(BinlogColumn stored, EventBytes body) throws IOException {
    int scale = stored.meta() >> 8;
    return AbstractRowsEventDataDeserializer.asBigDecimal(
            stored.meta() & 0xff, scale, body.bytes(stored.decimalLength()))
        .setScale(scale);
  }

  private static long year(int stored) {
    return stored == 0 ? 0 : 1900 + stored;
  }

  private static long date(int stored) {
    return valid(TemporalText.days(stored >> 9, stored >> 5 & 15, stored & 31));
  }

  private static long valid(long days) {
    if (days == TemporalText.INVALID) {
      throw new IllegalArgumentException("it is a date that no calendar has");
    }
    return days;
  }

  /** Sign, 17 bits year * 13 + month, 5 day, 5 hour, 6 minute, 6 second. */
  private static long dateTime(long stored, long micros) {
    int yearMonth = (int) (stored >> 22 & 0x1ffff);
    long days = valid(TemporalText.days(yearMonth / 13, yearMonth % 13, (int) (stored >> 17 & 31)));
    return days * DAY + clock(stored) + micros;
  }

  private static long clock(long stored) {
    return (stored >> 12 & 31) * HOUR + (stored >> 6 & 63) * MINUTE + (stored & 63) * SECOND;
  }

  private static long instant(long seconds, long micros) {
    if (seconds == 0 && micros == 0) {
      throw new IllegalArgumentException("it is a date that no calendar has");
    }
    return seconds * SECOND + micros;
  }

  private static long fraction(int digits, EventBytes body) throws IOException {
    int bytes = (digits + 1) / 2;
    long value = bytes == 0 ? 0 : body.big(bytes);
    for (int i = bytes; i < 3; i++) {
      value *= 100;
    }
    return value;
  }

  /**
   * The whole number, fraction included, is stored with an offset, so that a negative one borrows
   * from its seconds (mysql-server sql-common/my_time.cc, "my_time_packed_from_binary").
   */
  private static long time(int digits, EventBytes body) throws IOException {
    int bytes = (digits + 1) / 2;
    long value = body.big(3 + bytes) - (0x800000L << (8 * bytes));
    long size = Math.abs(value);
    long fraction = size & ((1L << (8 * bytes)) - 1);
    for (int i = bytes; i < 3; i++) {
      fraction *= 100;
    }
    long whole = size >> (8 * bytes);
    long micros = (whole >> 12 & 0x3ff) * HOUR + (whole >> 6 & 63) * MINUTE + (whole & 63) * SECOND;
    return value < 0 ? -(micros + fraction) : micros + fraction;
  }

  private static String label(int number, SqlType type) {
    if (type instanceof SqlType.EnumType labels
        && number >= 1
        && number <= labels.labels().size()) {
      return labels.labels().get(number - 1);
    }
    throw new IllegalArgumentException("it is an ENUM value that is no label");
  }

  private static String labels(long bits, SqlType type) {
    if (!(type instanceof SqlType.SetType set)) {
      throw new IllegalArgumentException("a SET is in the log");
    }
    List<String> all = set.labels();
    var chosen = new String[Long.bitCount(bits)];
    int next = 0;
    for (int i = 0; i < all.size(); i++) {
      if ((bits >> i & 1) == 1) {
        chosen[next++] = all.get(i);
      }
    }
    if (next < chosen.length) {
      throw new IllegalArgumentException("it is a SET value that has no label");
    }
    return String.join(",", Arrays.asList(chosen));
  }
}
