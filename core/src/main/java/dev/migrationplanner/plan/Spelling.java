package dev.migrationplanner.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written in YAML. */
final class Spelling {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)\\s*(B|[KMGT]i?B)?");

  private Spelling() {}

  /** Bytes: 1024 a KiB, 1000 a KB. */
  static Long bytes(String text) {
    Matcher match = BYTES.matcher(text.strip().replace("_", ""));
    if (!match.matches()) {
      throw new IllegalArgumentException();
    }
    String unit = match.group(2) == null ? "B" : match.group(2);
    int power = "BKMGT".indexOf(unit.charAt(0));
    double base = unit.contains("i") ? 1024 : 1000;
    return Math.round(Double.parseDouble(match.group(1)) * Math.pow(base, power));
  }

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> E word(Class<E> type, String spelled) {
    return Enum.valueOf(type, spelled.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Double share(String text) {
    boolean percent = text.endsWith("%");
    var number = new BigDecimal(percent ? text.substring(0, text.length() - 1).strip() : text);
    return (percent ? number.movePointLeft(2) : number).doubleValue();
  }

  static Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      return Duration.parse(text);
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
