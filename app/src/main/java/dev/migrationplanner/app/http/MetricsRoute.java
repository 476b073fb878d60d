package dev.migrationplanner.app.http;

import dev.migrationplanner.run.Status;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /metrics}: each migration's status as Prometheus text. */
final class MetricsRoute {
  private final Migrations migrations;
  private final Streams streams;

  MetricsRoute(Migrations migrations, Streams streams) {
    this.migrations = migrations;
    this.streams = streams;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/metrics", this::metrics);
    routes.get("/healthz", request -> request.contentType("text/plain").result("ok\n"));
  }

  private void metrics(Context request) {
    MetricsText text = new MetricsText();
    migrations.names().forEach(name -> add(text, name, migrations.get(name).status()));
    text.gauge("streams_open", "Open server-sent streams", "", streams.size());
    request.contentType("text/plain; version=0.0.4; charset=utf-8").result(text.print());
  }

  static void add(MetricsText text, String name, Status status) {
    String labels = MetricsText.label("migration", name);
    text.gauge("phase", "The phase, 0 to 6", labels, status.phase());
    text.gauge("epoch", "The authority's epoch", labels, status.epoch());
    text.gauge("read_share", "Read share in LIVE, 0 to 10000", labels, status.readShare());
    for (Status.Activity activity : Status.Activity.values()) {
      text.gauge(
          "activity",
          "1 for what the tool is doing",
          labels + "," + MetricsText.label("activity", activity.name()),
          activity == status.activity() ? 1 : 0);
    }
    sync(text, labels, status.sync());
    traffic(text, labels, status.traffic());
    tables(text, labels, status);
    for (Status.GateState gate : status.gates()) {
      text.gauge(
          "gate_open",
          "1 where the gate's verdict is pass",
          labels + "," + MetricsText.label("gate", gate.gate()),
          gate.verdict().equals("PASS") ? 1 : 0);
    }
  }

  private static void sync(MetricsText text, String labels, Status.Sync sync) {
    if (sync.lagMillis() >= 0) {
      text.gauge("sync_lag_seconds", "Age of the snapshot", labels, sync.lagMillis() / 1000.0);
    }
    text.gauge("pending_keys", "Rows that need another look", labels, sync.pendingKeys());
    text.gauge("writes_at_risk", "Commits only the authority has", labels, sync.writesAtRisk());
    text.counter("hops_total", "Hops committed", labels, sync.hops());
    text.counter("keys_reconciled_total", "Keys reconciled", labels, sync.keysReconciled());
    text.counter(
        "foreign_transactions_total",
        "Transactions of others on the other side",
        labels,
        sync.foreignTransactions());
  }

  private static void traffic(MetricsText text, String labels, Status.Traffic traffic) {
    text.gauge("instances", "Instances that report", labels, traffic.instances());
    text.gauge("phase_writes", "Authority writes in this phase", labels, traffic.authorityWrites());
    text.gauge(
        "phase_secondary_write_errors",
        "Failed secondary writes in this phase",
        labels,
        traffic.secondaryWriteErrors());
    text.gauge("phase_shadow_reads", "Shadow reads in this phase", labels, traffic.shadowReads());
    text.gauge(
        "phase_shadow_mismatches",
        "Shadow reads that differ in this phase",
        labels,
        traffic.shadowMismatches());
    text.gauge("phase_reads_new", "Reads answered by new", labels, traffic.readsNew());
    text.gauge("phase_read_errors_new", "Read errors, new", labels, traffic.readErrorsNew());
    if (traffic.p95NewMillis() >= 0) {
      text.gauge(
          "target_read_p95_seconds",
          "95 % of reads on the target take at most",
          labels,
          traffic.p95NewMillis() / 1_000);
    }
  }

  private static void tables(MetricsText text, String labels, Status status) {
    for (Status.TableCopy copy : status.copies()) {
      text.gauge(
          "table_rows_copied",
          "Rows copied",
          labels + "," + MetricsText.label("table", copy.table()),
          copy.rows());
    }
    for (Status.TableComparison comparison : status.comparisons()) {
      text.gauge(
          "table_differences",
          "Differences the last comparison found",
          labels + "," + MetricsText.label("table", comparison.table()),
          comparison.differences());
    }
  }
}
