package dev.migrationplanner.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Seeded values as SQL literals that every engine reads alike. */
final class RandomValues {

  private static final String[] CHARACTERS = {
    "a", "Z", "é", "ß", "Ж", "漢", "😀", " ", "'", "\"", "`", ";", "%", "_", "\t", "\n", "{", "}",
    ",", "ﬁ", "\u00ad", "\u200d", "e\u0301", "İ", "\u0001", "$", "|", "/", "0"
  };

  private RandomValues() {}

  /** One in twelve is NULL. */
  static Function<Random, String> nullable(Function<Random, String> values) {
    return random -> random.nextInt(12) == 0 ? "NULL" : values.apply(random);
  }

  /** Any length of bits up to the width, so that small and large ones are as likely. */
  static Function<Random, String> whole(BigInteger least, BigInteger greatest) {
    BigInteger span = greatest.subtract(least);
    return random -> {
      int bits = 1 + random.nextInt(span.bitLength());
      BigInteger offset = new BigInteger(bits, random).mod(span.add(BigInteger.ONE));
      return (random.nextBoolean() ? least.add(offset) : greatest.subtract(offset)).toString();
    };
  }

  static Function<Random, String> signed(int bits) {
    BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
    return whole(half.negate(), half.subtract(BigInteger.ONE));
  }

  static Function<Random, String> unsigned(int bits) {
    return whole(BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
  }

  static Function<Random, String> decimal(int precision, int scale) {
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    Function<Random, String> digits = whole(most.negate(), most);
    return random -> new BigDecimal(new BigInteger(digits.apply(random)), scale).toPlainString();
  }

  static Function<Random, String> doubles() {
    return random -> {
      double value = Double.longBitsToDouble(random.nextLong());
      return Double.isFinite(value) ? literal(value) : literal(random.nextGaussian());
    };
  }

  /** Without subnormal ones, which MariaDB's FLOAT takes for out of range. */
  static Function<Random, String> floats() {
    return random -> {
      float value = Float.intBitsToFloat(random.nextInt());
      boolean plain = Float.isFinite(value) && Math.abs(value) >= Float.MIN_NORMAL;
      return literal(plain ? value : random.nextFloat());
    };
  }

  private static String literal(double value) {
    String text = Double.toString(value);
    return text.contains("E") ? text : text + "E0";
  }

  static Function<Random, String> text(int charactersMax) {
    return random -> "'" + characters(random, charactersMax).replace("'", "''") + "'";
  }

  /** One that neither begins nor ends with a blank. */
  static Function<Random, String> trimmed(int charactersMax) {
    return random ->
        "'" + characters(random, charactersMax).replaceAll("^ +| +$", "").replace("'", "''") + "'";
  }

  static Function<Random, String> ascii(int charactersMax) {
    return random -> {
      var text = new StringBuilder("'");
      for (int i = random.nextInt(charactersMax + 1); i > 0; i--) {
        text.append((char) ('!' + random.nextInt(6) + (random.nextBoolean() ? 64 : 32)));
      }
      return text.append("'").toString();
    };
  }

  private static String characters(Random random, int charactersMax) {
    var text = new StringBuilder();
    int left = random.nextInt(charactersMax + 1);
    while (left > 0) {
      String next = CHARACTERS[random.nextInt(CHARACTERS.length)];
      left -= next.codePointCount(0, next.length());
      text.append(left < 0 ? "" : next);
    }
    return text.toString();
  }

  /** Lower-case hexadecimal of 0 to {@code bytesMax} bytes. */
  static String hex(Random random, int bytesMin, int bytesMax) {
    byte[] bytes = new byte[bytesMin + random.nextInt(bytesMax - bytesMin + 1)];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static Function<Random, String> dates(int firstYear, int lastYear) {
    long first = LocalDate.of(firstYear, 1, 1).toEpochDay();
    long last = LocalDate.of(lastYear, 12, 31).toEpochDay();
    return random ->
        "'" + LocalDate.ofEpochDay(first + (long) (random.nextDouble() * (last - first))) + "'";
  }

  /** Half of them in hours that some zone repeats or leaves out. */
  static Function<Random, String> moments(int firstYear, int lastYear, int digits) {
    Function<Random, String> dates = dates(firstYear, lastYear);
    return random -> {
      String day = dates.apply(random).replace("'", "");
      int hour = random.nextBoolean() ? random.nextInt(4) : random.nextInt(24);
      return "'" + day + " " + clock(random, hour, digits) + "'";
    };
  }

  static Function<Random, String> durations(int hoursMax, int digits) {
    return random ->
        "'"
            + (hoursMax > 24 && random.nextBoolean() ? "-" : "")
            + clock(random, random.nextInt(hoursMax), digits)
            + "'";
  }

  private static String clock(Random random, int hour, int digits) {
    String text = "%02d:%02d:%02d".formatted(hour, random.nextInt(60), random.nextInt(60));
    String micros = "%06d".formatted(random.nextInt(1_000_000));
    return digits == 0 ? text : text + "." + micros.substring(0, digits);
  }

  static Function<Random, String> uuids() {
    return random -> "'" + new UUID(random.nextLong(), random.nextLong()) + "'";
  }

  /** Of a version and variant that MariaDB takes. */
  static Function<Random, String> ordinaryUuids() {
    return random ->
        "'"
            + new UUID(
                random.nextLong() & ~0xf000L | (1 + random.nextInt(7)) << 12,
                random.nextLong() >>> 2 | Long.MIN_VALUE)
            + "'";
  }

  /** {@code verbatim}: with doubled names, blanks and numbers of any size. */
  static Function<Random, String> json(boolean verbatim) {
    return random -> "'" + json(random, 3, verbatim).replace("'", "''") + "'";
  }

  private static String json(Random random, int depth, boolean verbatim) {
    int kind = depth == 0 ? 2 + random.nextInt(4) : random.nextInt(6);
    String blank = verbatim && random.nextBoolean() ? " " : "";
    return switch (kind) {
      case 0 ->
          "["
              + json(random, depth - 1, verbatim)
              + blank
              + ","
              + json(random, depth - 1, verbatim)
              + "]";
      case 1 ->
          "{\"a"
              + random.nextInt(3)
              + "\":"
              + blank
              + json(random, depth - 1, verbatim)
              + ",\"b"
              + (verbatim ? "" : "x")
              + "\":"
              + json(random, depth - 1, verbatim)
              + "}";
      case 2 ->
          verbatim
              ? new BigInteger(1 + random.nextInt(90), random).toString()
              : "" + random.nextLong();
      case 3 -> random.nextInt(1_000_000) / 64.0 + (verbatim || random.nextBoolean() ? "" : "00");
      case 4 -> random.nextBoolean() ? "true" : "null";
      default -> "\"" + ascii(9).apply(random).replaceAll("['\"\\\\]", "") + "é😀\"";
    };
  }
}
