package dev.migrationplanner.app.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prometheus' text format: the samples of one name stand together under one HELP and TYPE. */
final class MetricsText {
  private static final String PREFIX = "migration_planner_";

  private final Map<String, List<String>> families = new LinkedHashMap<>();

  static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }

  void gauge(String name, String help, String labels, double value) {
    add("gauge", name, help, labels, value);
  }

  void counter(String name, String help, String labels, double value) {
    add("counter", name, help, labels, value);
  }

  private void add(String type, String name, String help, String labels, double value) {
    String full = PREFIX + name;
    String head = "# HELP " + full + " " + help + "\n# TYPE " + full + " " + type;
    String braces = labels.isEmpty() ? "" : "{" + labels + "}";
    families
        .computeIfAbsent(head, fresh -> new ArrayList<>())
        .add(full + braces + " " + number(value));
  }

  String print() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (head, samples) -> {
          text.append(head).append('\n');
          samples.forEach(sample -> text.append(sample).append('\n'));
        });
    return text.toString();
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
