package dev.migrationplanner.plan;

/** alerts.prometheus.yaml: one rule for each alert. */
final class PrometheusRules {

  private PrometheusRules() {}

  static String of(Plan plan) {
    var text =
        new StringBuilder("groups:\n  - name: " + quoted(plan.migration()) + "\n    rules:\n");
    for (Alert alert : Alert.of(plan)) {
      text.append("      - alert: ").append(alert.name()).append('\n');
      text.append("        expr: ").append(quoted(alert.expression())).append('\n');
      text.append("        for: ").append(alert.holds()).append('\n');
      text.append("        labels: {severity: ").append(alert.severity()).append("}\n");
      text.append("        annotations:\n");
      text.append("          summary: ").append(quoted(alert.what())).append('\n');
      text.append("          description: ").append(quoted(alert.action())).append('\n');
    }
    return text.toString();
  }

  /** JSON's strings are YAML's. */
  private static String quoted(String text) {
    return CanonicalJson.text(text).strip();
  }
}
