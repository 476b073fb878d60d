package dev.migrationplanner.plan;

import java.util.Map;

/** How long a source keeps its log, from its settings. */
final class LogRetention {

  private LogRetention() {}

  /** Seconds; -1 if it is kept until purged, as long as somebody reads it, or not known. */
  static long seconds(Facts facts) {
    Map<String, String> settings = facts.source().server().settings();
    double seconds = number(settings.getOrDefault("binlog_expire_logs_seconds", ""));
    if (seconds <= 0) {
      seconds = number(settings.getOrDefault("expire_logs_days", "")) * 86_400;
    }
    return seconds > 0 ? Math.round(seconds) : -1;
  }

  private static double number(String text) {
    try {
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
