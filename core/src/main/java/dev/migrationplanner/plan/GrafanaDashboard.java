package dev.migrationplanner.plan;

import dev.migrationplanner.gate.Gates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * dashboard.grafana.json: to be imported; its data source is asked for, its limits are the gates'.
 */
final class GrafanaDashboard {

  private static final Map<String, String> SOURCE =
      Map.of("type", "prometheus", "uid", "${datasource}");
  private static final int WIDTH = 8;
  private static final int HEIGHT = 7;
  private static final int COLUMNS = 3;

  private final Plan plan;
  private final String label;
  private final List<Object> panels = new ArrayList<>();

  private GrafanaDashboard(Plan plan) {
    this.plan = plan;
    this.label = "{migration=\"" + plan.migration() + "\"}";
  }

  static String of(Plan plan) {
    return CanonicalJson.text(new GrafanaDashboard(plan).dashboard());
  }

  private Map<String, Object> dashboard() {
    var gates = plan.common().gates();
    panel("Phase", "phase", "none", 0);
    panel("Share of keys that read new (1/10,000)", "read_share", "none", 0);
    panel("Instances that report", "instances", "none", 0);
    panel(
        "Age of the snapshot the other side equals",
        "sync_lag_seconds",
        "s",
        Gates.LAG_MAX.toSeconds());
    panel("Keys that wait", "pending_keys", "none", gates.pendingKeysMax());
    panel("Commits only the authority has", "writes_at_risk", "none", gates.pendingKeysMax());
    ratio(
        "Secondary writes that fail",
        "phase_secondary_write_errors",
        "phase_writes",
        gates.secondaryWriteErrorsMax());
    ratio(
        "Shadow reads that differ",
        "phase_shadow_mismatches",
        "phase_shadow_reads",
        gates.mismatchMax());
    ratio(
        "Reads of the new side that fail",
        "phase_read_errors_new",
        "phase_reads_new",
        gates.errorBudget());
    panel(
        "95 % of reads on the target take at most",
        "target_read_p95_seconds", "s", gates.readP95MaxMillis() / 1_000);
    rate("Keys reconciled a second", "keys_reconciled_total");
    rate("Transactions of strangers a second", "foreign_transactions_total");
    query(
        "Rows copied",
        "sum by (table) (migration_planner_table_rows_copied" + label + ")",
        "none",
        0);
    query("Gates that are open", "migration_planner_gate_open" + label, "none", 0);
    var dashboard = new LinkedHashMap<String, Object>();
    dashboard.put("title", "Migration " + plan.migration());
    dashboard.put("uid", CanonicalJson.sha256(plan.migration()).substring(0, 12));
    dashboard.put("schemaVersion", 39);
    dashboard.put("refresh", "5s");
    dashboard.put("time", Map.of("from", "now-1h", "to", "now"));
    dashboard.put("panels", panels);
    dashboard.put(
        "templating",
        Map.of(
            "list",
            List.of(Map.of("name", "datasource", "type", "datasource", "query", "prometheus"))));
    return dashboard;
  }

  private void panel(String title, String metric, String unit, double limit) {
    query(title, "migration_planner_" + metric + label, unit, limit);
  }

  private void rate(String title, String metric) {
    query(title, "rate(migration_planner_" + metric + label + "[1m])", "ops", 0);
  }

  private void ratio(String title, String over, String under, double limit) {
    String expression =
        "migration_planner_"
            + over
            + label
            + " / clamp_min(migration_planner_"
            + under
            + label
            + ", 1)";
    query(title, expression, "percentunit", limit);
  }

  private void query(String title, String expression, String unit, double limit) {
    int place = panels.size();
    var steps = new ArrayList<Object>();
    // Grafana's first threshold begins at nothing: null.
    var base = new LinkedHashMap<String, Object>();
    base.put("color", "green");
    base.put("value", null);
    steps.add(base);
    if (limit > 0) {
      steps.add(Map.of("color", "red", "value", limit));
    }
    panels.add(
        Map.of(
            "id",
            place + 1,
            "title",
            title,
            "type",
            "timeseries",
            "datasource",
            SOURCE,
            "gridPos",
            Map.of(
                "h",
                HEIGHT,
                "w",
                WIDTH,
                "x",
                place % COLUMNS * WIDTH,
                "y",
                place / COLUMNS * HEIGHT),
            "targets",
            List.of(Map.of("expr", expression, "refId", "A")),
            "fieldConfig",
            Map.of(
                "defaults",
                Map.of(
                    "unit",
                    unit,
                    "thresholds",
                    Map.of("mode", "absolute", "steps", steps),
                    "custom",
                    Map.of("thresholdsStyle", Map.of("mode", limit > 0 ? "line" : "off")))),
            "options",
            Map.of()));
  }
}
