package dev.migrationplanner.app.http;

import dev.migrationplanner.client.Count;
import dev.migrationplanner.client.Report;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.run.ApplicationReport;
import dev.migrationplanner.run.ApplicationReport.ReportedKey;
import dev.migrationplanner.run.ApplicationReport.ShadowCount;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An application's report as the control plane takes it in: bounded, and in the run's words. */
final class ReportReader {
  private static final int KEYS_MAX = 1_000;

  private ReportReader() {}

  static ApplicationReport read(Report report) {
    List<ReportedKey> keys = report.keys().stream().limit(KEYS_MAX).map(ReportReader::key).toList();
    long unread = report.keys().size() - keys.size();
    return new ApplicationReport(
        report.instance().toString(),
        report.sequence(),
        counts(report),
        Map.of(
            "latency.old", report.oldLatency().counts(),
            "latency.new", report.newLatency().counts(),
            "latency.shadow", report.shadowLatency().counts()),
        shadows(report),
        keys,
        report.count(Count.KEYS_DROPPED) + unread);
  }

  private static Map<String, Long> counts(Report report) {
    Map<String, Long> counts = new HashMap<>();
    report.counts().forEach((count, number) -> counts.put(count.word(), number));
    return counts;
  }

  private static Map<String, ShadowCount> shadows(Report report) {
    Map<String, ShadowCount> shadows = new HashMap<>();
    report
        .shadows()
        .forEach(
            (table, shadow) ->
                shadows.put(table, new ShadowCount(shadow.reads(), shadow.mismatches())));
    return shadows;
  }

  private static ReportedKey key(dev.migrationplanner.client.ReportedKey key) {
    RowKey row = key.row();
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < row.columns().size(); i++) {
      columns.put(row.columns().get(i), row.values().get(i));
    }
    String kind = key.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new ReportedKey(row.table(), kind, columns);
  }
}
