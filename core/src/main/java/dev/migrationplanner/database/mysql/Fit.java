package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RefusedValueException;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.schema.SqlType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server would take and change without an error, even in strict mode, is refused here:
 * digits and microseconds beyond the column's scale are rounded, blanks beyond its length cut,
 * bytes of BINARY filled up. Also what no literal can say: NaN, and years beyond 1 to 9999.
 */
final class Fit {

  private static final long FIRST_DAY = -719_162;
  private static final long LAST_DAY = 2_932_896;
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long LONGEST_TIME = 839 * 3_600_000_000L - 1;
  private static final long[] GRAIN = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};
  private static final String REMEDY =
      "Change the row on its source, or give the target's column another type, then copy again";

  private Fit() {}

  /** Refuses a value that would not be in the column what it is now. */
  static void check(String table, ColumnView column, @Nullable Object value)
      throws RefusedValueException {
    String why = value == null ? null : misfit(column.column().type(), value);
    if (why != null) {
      throw new RefusedValueException(table, column.name(), why, REMEDY);
    }
  }

  private static @Nullable String misfit(SqlType type, Object value) {
    if (value instanceof Long number) {
      return ofWhole(type, number);
    }
    if (value instanceof Double number) {
      return ofFloat(type, number);
    }
    if (value instanceof BigDecimal number) {
      return ofDecimal(type, number);
    }
    if (value instanceof RowBuffer.Utf8 text) {
      return ofText(type, text);
    }
    boolean padded =
        value instanceof byte[] bytes
            && type instanceof SqlType.BinaryType binary
            && binary.fixed()
            && bytes.length < binary.lengthMax();
    return padded ? "the bytes are fewer than the target's column fills up to" : null;
  }

  private static @Nullable String ofWhole(SqlType type, long value) {
    if (type instanceof SqlType.DateType) {
      return value < FIRST_DAY || value > LAST_DAY
          ? "the date is not of the years 1 to 9999"
          : null;
    }
    if (type instanceof SqlType.DateTimeType time) {
      return ofTime(value, time.precision());
    }
    if (type instanceof SqlType.InstantType time) {
      return ofTime(value, time.precision());
    }
    if (type instanceof SqlType.TimeType time) {
      return Math.abs(value) > LONGEST_TIME
          ? "the time is longer than 838:59:59.999999"
          : grain(value, time.precision());
    }
    boolean tooWide =
        type instanceof SqlType.BitType bit
            && bit.length() < Long.SIZE
            && value >>> bit.length() != 0;
    return tooWide ? "the bits are more than the target's column has" : null;
  }

  private static @Nullable String ofTime(long micros, int precision) {
    return micros < FIRST_DAY * DAY_MICROS || micros >= (LAST_DAY + 1) * DAY_MICROS
        ? "the time is not of the years 1 to 9999"
        : grain(micros, precision);
  }

  private static @Nullable String grain(long micros, int precision) {
    return micros % GRAIN[precision] == 0 ? null : "the time is finer than the target's precision";
  }

  private static @Nullable String ofFloat(SqlType type, double value) {
    if (!Double.isFinite(value)) {
      return "neither MySQL nor MariaDB has NaN or infinity";
    }
    boolean narrow = type instanceof SqlType.FloatType real && real.bits() == 32;
    return narrow && Double.compare((float) value, value) != 0
        ? "the number does not fit 32 bits exactly"
        : null;
  }

  private static @Nullable String ofDecimal(SqlType type, BigDecimal value) {
    return type instanceof SqlType.DecimalType decimal
            && value.scale() > decimal.scale()
            && value.stripTrailingZeros().scale() > decimal.scale()
        ? "the number has more digits after the point than the target's column"
        : null;
  }

  private static @Nullable String ofText(SqlType type, RowBuffer.Utf8 text) {
    if (type instanceof SqlType.TextType bounded) {
      return ofLength(bounded, text.bytes());
    }
    if (type instanceof SqlType.SetType set) {
      return inOrder(set.labels(), text.toString())
          ? null
          : "the labels are not each once and in the order of the SET, which would put them so";
    }
    if (type instanceof SqlType.EnumType labels) {
      return labels.labels().contains(text.toString())
          ? null
          : "the text is no label of the ENUM, letter by letter";
    }
    boolean changed =
        type instanceof SqlType.InetType inet
            && inet.version() == 6
            && text.toString().indexOf(':') < 0;
    return changed ? "an INET6 column would make an IPv6 address of the IPv4 one" : null;
  }

  private static boolean inOrder(List<String> labels, String text) {
    int last = -1;
    for (String label : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      int place = labels.indexOf(label);
      if (place <= last) {
        return false;
      }
      last = place;
    }
    return true;
  }

  /** A longer text is an error of the server, but not if only blanks are too many. */
  private static @Nullable String ofLength(SqlType.TextType type, byte[] text) {
    if (type.lengthMax() == 0 || text.length <= type.lengthMax()) {
      return null;
    }
    long characters = 0;
    for (byte b : text) {
      characters += (b & 0xc0) == 0x80 ? 0 : 1;
    }
    return characters > type.lengthMax() ? "the text is too long for the target's column" : null;
  }
}
