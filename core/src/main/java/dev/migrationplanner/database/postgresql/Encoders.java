package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;

/**
 * The encoder of each stored type. An ArithmeticException's message says why a value is refused.
 */
final class Encoders {

  private static final String RANGE = "the number is out of the target's range";
  private static final long[] MICROS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private Encoders() {}

  static Encoder[] of(TableView view) throws SQLException {
    var encoders = new Encoder[view.columns().size()];
    for (int i = 0; i < encoders.length; i++) {
      encoders[i] = of(view.name(), view.columns().get(i));
    }
    return encoders;
  }

  private static Encoder of(String table, ColumnView column) throws SQLException {
    SqlType type = column.column().type();
    return switch (Physical.of(column.column())) {
      case BOOL -> new Bool();
      case INT2 -> new Whole(2, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT4 -> new Whole(4, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT8 -> new Whole(8, Long.MIN_VALUE, Long.MAX_VALUE);
      case NUMERIC -> new Numeric(type);
      case FLOAT4 -> new Float4();
      case FLOAT8 -> new Float8();
      case TEXT, VARCHAR, BPCHAR, ENUM, JSON -> new TextEncoders.Plain();
      case JSONB -> new TextEncoders.JsonB(column.logical() instanceof SqlType.JsonTreeType);
      case TEXT_ARRAY -> new TextEncoders.SetArray();
      case UUID -> UuidEncoder.of(column.logical());
      case INET -> new InetEncoder(false, column.logical() instanceof SqlType.TextType);
      case CIDR -> new InetEncoder(true, false);
      case BYTEA -> new Bytes();
      case BIT -> new Bits(type instanceof SqlType.BitType bit ? bit.length() : 64);
      case DATE -> new Day();
      case TIME -> new Micros(0, type instanceof SqlType.TimeType t ? t.precision() : 6);
      case INTERVAL -> new Interval();
      case TIMESTAMP, TIMESTAMPTZ -> new Micros(Epoch.MICROS, precision(type));
      case UNKNOWN ->
          throw new SQLException(
              "table %s, column %s: type %s cannot be written; leave the column out by a decision"
                  .formatted(table, column.name(), column.column().nativeType()),
              "0A000");
    };
  }

  private static int precision(SqlType type) {
    return type instanceof SqlType.DateTimeType t
        ? t.precision()
        : type instanceof SqlType.InstantType i ? i.precision() : 6;
  }

  private record Bool() implements Encoder {
    @Override
    public void int64(long value, CopyBuffer out) throws IOException {
      if (value != 0 && value != 1) {
        throw new ArithmeticException("the number is neither 0 nor 1, the target a boolean");
      }
      out.int32(1);
      out.int8((int) value);
    }
  }

  private record Whole(int width, long least, long most) implements Encoder {
    @Override
    public void int64(long value, CopyBuffer out) throws IOException {
      if (value < least || value > most) {
        throw new ArithmeticException(RANGE);
      }
      out.int32(width);
      if (width == 8) {
        out.int64(value);
      } else if (width == 4) {
        out.int32((int) value);
      } else {
        out.int16((int) value);
      }
    }

    @Override
    public void decimal(BigDecimal value, CopyBuffer out) throws IOException {
      int64(value.longValueExact(), out);
    }
  }

  /** PostgreSQL would round to the column's scale in silence. */
  private static final class Numeric implements Encoder {
    private final NumericWire wire = new NumericWire();
    private final int scale;

    Numeric(SqlType type) {
      scale =
          type instanceof SqlType.DecimalType decimal && decimal.precision() > 0
              ? decimal.scale()
              : Integer.MAX_VALUE;
    }

    @Override
    public void int64(long value, CopyBuffer out) throws IOException {
      wire.encode(value, out);
    }

    @Override
    public void uint64(long bits, CopyBuffer out) throws IOException {
      wire.encodeUnsigned(bits, out);
    }

    @Override
    public void decimal(BigDecimal value, CopyBuffer out) throws IOException {
      BigDecimal fitting =
          value.scale() > scale ? value.setScale(scale, java.math.RoundingMode.UNNECESSARY) : value;
      wire.encode(fitting, out);
    }

    @Override
    public void decimal(byte[] data, int start, int length, CopyBuffer out) throws IOException {
      if (DecimalDigits.scale(data, start, length) > scale) {
        Encoder.super.decimal(data, start, length, out);
      } else {
        wire.encode(data, start, length, out);
      }
    }
  }

  private record Float4() implements Encoder {
    @Override
    public void float64(double value, CopyBuffer out) throws IOException {
      float narrow = (float) value;
      if (Double.compare(narrow, value) != 0) {
        throw new ArithmeticException("the number does not fit 32 bits exactly");
      }
      out.int32(4);
      out.int32(Float.floatToRawIntBits(narrow));
    }
  }

  private record Float8() implements Encoder {
    @Override
    public void float64(double value, CopyBuffer out) throws IOException {
      out.int32(8);
      out.int64(Double.doubleToRawLongBits(value));
    }
  }

  private record Bytes() implements Encoder {
    @Override
    public void bytes(byte[] value, CopyBuffer out) throws IOException {
      bytes(value, 0, value.length, out);
    }

    @Override
    public void bytes(byte[] data, int start, int length, CopyBuffer out) throws IOException {
      out.int32(length);
      out.bytes(data, start, length);
    }

    @Override
    public void utf8(byte[] text, CopyBuffer out) throws IOException {
      bytes(text, out);
    }
  }

  private record Bits(int length) implements Encoder {
    @Override
    public void int64(long value, CopyBuffer out) throws IOException {
      if (length < Long.SIZE && value >>> length != 0) {
        throw new ArithmeticException(RANGE);
      }
      int bytes = (length + 7) / 8;
      out.int32(4 + bytes);
      out.int32(length);
      long aligned = value << (bytes * 8 - length);
      for (int i = bytes - 1; i >= 0; i--) {
        out.int8((int) (aligned >>> (8 * i)));
      }
    }
  }

  private record Day() implements Encoder {
    @Override
    public void int64(long days, CopyBuffer out) throws IOException {
      out.int32(4);
      out.int32(Epoch.wireDays(days));
    }
  }

  /** PostgreSQL would round to the column's precision in silence. */
  private record Micros(long shift, int precision) implements Encoder {
    @Override
    public void int64(long micros, CopyBuffer out) throws IOException {
      boolean infinite = shift != 0 && (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE);
      if (!infinite && micros % MICROS[precision] != 0) {
        throw new ArithmeticException("the time is finer than the target's precision");
      }
      if (shift == 0 && (micros < 0 || micros > 86_400_000_000L)) {
        throw new ArithmeticException("the time is no time of day");
      }
      out.int32(8);
      out.int64(infinite || shift == 0 ? micros : Epoch.wireMicros(micros));
    }
  }

  private record Interval() implements Encoder {
    @Override
    public void int64(long micros, CopyBuffer out) throws IOException {
      out.int32(16);
      out.int64(micros);
      out.int64(0);
    }
  }
}
