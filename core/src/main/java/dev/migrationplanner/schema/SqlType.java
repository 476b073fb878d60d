package dev.migrationplanner.schema;

import java.util.List;

/**
 * The type of a column, engine-neutral. Each type names its <em>canonical value</em>: the one form
 * in which every reader hands it on and every writer takes it (see {@code database.ValueSink}).
 */
public sealed interface SqlType {

  /**
   * Whether every engine orders these values alike, so that key ranges mean the same on both sides.
   * Text never does.
   */
  default boolean ordersAlike() {
    return true;
  }

  /**
   * Integer of 8, 16, 24, 32 or 64 bits. Canonical: int64, or uint64 where a 64-bit unsigned value
   * exceeds 2^63-1.
   */
  record IntegerType(int bits, boolean unsigned) implements SqlType {}

  /** True or false. Canonical: int64 1 or 0. */
  record BooleanType() implements SqlType {}

  /** Exact decimal; precision 0 means unbounded. Canonical: decimal. */
  record DecimalType(int precision, int scale, boolean unsigned) implements SqlType {}

  /** IEEE 754 binary of 32 or 64 bits. Canonical: float64 (a 32-bit value widened exactly). */
  record FloatType(int bits) implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /**
   * Text; {@code lengthMax} in characters, 0 = unbounded; {@code fixed} = CHAR(n), trailing blanks
   * insignificant. Canonical: utf8.
   */
  record TextType(boolean fixed, long lengthMax, Collation collation) implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /**
   * Bytes; {@code lengthMax} in bytes, 0 = unbounded; {@code fixed} = BINARY(n). Canonical: bytes.
   */
  record BinaryType(boolean fixed, long lengthMax) implements SqlType {}

  /** A string of {@code length} bits, at most 64. Canonical: int64 (the bits, right-aligned). */
  record BitType(int length) implements SqlType {}

  /** Calendar day. Canonical: int64, days since 1970-01-01 in the proleptic Gregorian calendar. */
  record DateType() implements SqlType {}

  /**
   * Time of day or duration, {@code precision} fractional digits. Canonical: int64 microseconds,
   * may be negative or beyond a day.
   */
  record TimeType(int precision) implements SqlType {}

  /**
   * Date and time without zone. Canonical: int64 microseconds since 1970-01-01T00:00:00 on its own
   * wall clock.
   */
  record DateTimeType(int precision) implements SqlType {}

  /** A point in time. Canonical: int64 microseconds since 1970-01-01T00:00:00Z. */
  record InstantType(int precision) implements SqlType {}

  /** MySQL's YEAR: 0 or 1901..2155. Canonical: int64. */
  record YearType() implements SqlType {}

  /** One of the labels. Canonical: utf8 (the label). */
  record EnumType(List<String> labels) implements SqlType {
    public EnumType {
      labels = List.copyOf(labels);
    }

    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /** Any of the labels, in their declared order. Canonical: utf8, comma-separated. */
  record SetType(List<String> labels) implements SqlType {
    public SetType {
      labels = List.copyOf(labels);
    }

    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /**
   * JSON; {@code verbatim} keeps spelling, key order and duplicates (MariaDB, PostgreSQL json),
   * else normalised. Canonical: utf8.
   */
  record JsonType(boolean verbatim) implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /**
   * JSON of which only the tree counts, however it is spelled: not blanks, the order of members and
   * the digits of numbers. Canonical: utf8.
   */
  record JsonTreeType() implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /** UUID. Canonical: utf8, 36 lower-case characters. */
  record UuidType() implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /** IP address, {@code version} 4, 6 or 0 for either. Canonical: utf8. */
  record InetType(int version) implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /** Geometry. Canonical: bytes (4 bytes little-endian SRID, then WKB, as MySQL stores it). */
  record GeometryType(String subtype) implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }

  /**
   * A type this product cannot carry; {@code nativeName} as the engine spells it. A finding blocks
   * its column.
   */
  record UnknownType(String nativeName) implements SqlType {
    @Override
    public boolean ordersAlike() {
      return false;
    }
  }
}
