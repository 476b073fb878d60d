package dev.migrationplanner.run;

import java.util.List;
import java.util.Map;

/**
 * One report of one application instance (docs/protocol.md): what happened since its last.
 *
 * @param instance one per start of the library
 * @param sequence grows by one a report
 * @param counts by the protocol's names, e.g. {@code authorityWrites}, {@code reads.new}
 * @param latencies by {@code latency.<arm>}: counts by cut point
 * @param shadowByTable reads and mismatches by table
 * @param keys rows that need another look
 * @param keysDropped how many keys did not fit
 */
public record ApplicationReport(
    String instance,
    long sequence,
    Map<String, Long> counts,
    Map<String, List<Long>> latencies,
    Map<String, ShadowCount> shadowByTable,
    List<ReportedKey> keys,
    long keysDropped) {

  public ApplicationReport {
    counts = Map.copyOf(counts);
    latencies = Map.copyOf(latencies);
    shadowByTable = Map.copyOf(shadowByTable);
    keys = List.copyOf(keys);
  }

  /** Shadow reads of one table. */
  public record ShadowCount(long reads, long mismatches) {}

  /** A row the application doubts; {@code columns} are its key's, by name, as canonical text. */
  public record ReportedKey(String table, String kind, Map<String, String> columns) {
    public ReportedKey {
      columns = Map.copyOf(columns);
    }
  }
}
