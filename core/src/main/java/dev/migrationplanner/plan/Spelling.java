package dev.migrationplanner.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written in YAML. */
final class Spelling {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private Spelling() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
