package dev.migrationplanner.shop;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Made-up values that are hard on a migration: emoji, quotes, newlines, fractions of seconds, any
 * byte.
 */
final class Words {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final Instant OPENING = Instant.parse("2024-02-29T23:59:59.999999Z");
  private static final long AGE_MICROS = 70_000_000L * 1_000_000;

  private static final String[] NAMES = {
    "Ada O'Neill",
    "Zoë Łukasz",
    "李小龍",
    "Søren \"Sunny\" Ø",
    "Müller-Lüdenscheidt",
    "Ana María 🌻",
    "Þór",
    "back\\slash",
    "Noor نور"
  };
  private static final String[] NOTES = {
    "likes \"strong\" tea",
    "line one\nline two\r\n\tindented",
    "100 % 🫖☕ ... it's",
    "'; DROP TABLE orders; --",
    "",
    "tab\there",
    "back\\slash \\n not a newline",
    "👩‍👩‍👧‍👦 family account",
    "  spaces on both sides  "
  };
  private static final String[] GOODS = {
    "Tea pot", "Kettle", "Cup & saucer", "Strainer 5\"", "Gift box 🎁", "Crème brûlée set"
  };

  private Words() {}

  static String name(RandomGenerator random) {
    return NAMES[random.nextInt(NAMES.length)] + " " + random.nextInt(1_000);
  }

  static String note(RandomGenerator random) {
    return NOTES[random.nextInt(NOTES.length)];
  }

  static String goods(RandomGenerator random) {
    return GOODS[random.nextInt(GOODS.length)] + " No. " + random.nextInt(10_000);
  }

  static String preferences(RandomGenerator random) {
    return "{\"language\":\"%s\",\"newsletter\":%b,\"sizes\":[%d,%d.5],\"motto\":\"it's \\\"fine\\\" ☕\"}"
        .formatted(
            random.nextBoolean() ? "en" : "日本語",
            random.nextBoolean(),
            random.nextInt(50),
            random.nextInt(50));
  }

  static String attributes(RandomGenerator random) {
    return "{\"colour\":\"%s\",\"tags\":[\"a\",null,true],\"litres\":%d.25}"
        .formatted(pick(random, "red", "grün", "🟦"), random.nextInt(9));
  }

  static String details(RandomGenerator random) {
    return "{\"provider\":\"%s\",\"attempts\":%d}"
        .formatted(pick(random, "acme", "pay\\u0026go"), 1 + random.nextInt(3));
  }

  static String money(RandomGenerator random, int most) {
    return random.nextInt(most) + "." + String.format("%02d", random.nextInt(100));
  }

  static String hexBytes(RandomGenerator random, int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** 40 letters and digits in both cases, where case matters. */
  static String token(RandomGenerator random) {
    String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return random
        .ints(40, 0, letters.length())
        .collect(
            StringBuilder::new, (out, i) -> out.append(letters.charAt(i)), StringBuilder::append)
        .toString();
  }

  static String pastMicros(RandomGenerator random) {
    return MICROS.format(past(random));
  }

  static String pastMillis(RandomGenerator random) {
    return MILLIS.format(past(random));
  }

  static String nowMicros() {
    return MICROS.format(Instant.now());
  }

  static String nowMillis() {
    return MILLIS.format(Instant.now());
  }

  static String pick(RandomGenerator random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Instant past(RandomGenerator random) {
    long micros = random.nextLong(AGE_MICROS);
    return OPENING.plusSeconds(micros / 1_000_000).plusNanos(micros % 1_000_000 * 1_000);
  }
}
