package dev.migrationplanner.plan;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.plan.Pilot.Applied;
import dev.migrationplanner.plan.Pilot.Built;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How fast copying, building and applying go: as the pilot measured it between these very servers,
 * else as it was seen elsewhere, with a range as wide as that.
 */
final class Throughput {

  private static final double MIB = 1 << 20;
  private static final double[] COPY = {12 * MIB, 50 * MIB, 120 * MIB};
  private static final double[] INDEX = {10 * MIB, 35 * MIB, 90 * MIB};
  private static final double[] COMPARE = {25 * MIB, 70 * MIB, 180 * MIB};
  private static final double[] APPLY = {5_000, 19_000, 40_000};

  /** A pilot is short and finds caches cold or warm: what it says is widened by so much. */
  private static final double DRIFT = 0.25;

  private static final double WIDEN = 1.2;
  private static final double Z90 = 1.2816;

  private final @Nullable Pilot pilot;
  private final int workers;

  Throughput(@Nullable Pilot pilot, int workers) {
    this.pilot = pilot;
    this.workers = Math.max(1, workers);
  }

  /** Seconds below which one, five and nine of ten lie. */
  record Range(double p10, double p50, double p90, String method) {
    Estimate estimate() {
      return Estimate.of(p10, p50, p90, method);
    }
  }

  boolean measured() {
    return pilot != null && !pilot.chunks().isEmpty();
  }

  /** The rows of all those tables from one side to the other. */
  Range copy(Map<String, TableSize> sizes) {
    if (pilot == null || pilot.chunks().isEmpty()) {
      double bytes = sizes.values().stream().mapToDouble(TableSize::dataBytes).sum();
      return of(
          bytes,
          COPY,
          "%s of rows at 12 to 120 MiB/s (the range seen elsewhere; run plan"
              + " --pilot to measure it here)",
          Texts.bytes(bytes));
    }
    int most = pilot.workersMax();
    List<Piece> pieces =
        pilot.chunks().stream()
            .filter(c -> c.workers() == most && c.rows() > 0)
            .map(c -> new Piece(c.table(), c.rows(), c.seconds()))
            .toList();
    return over(
        sizes,
        pieces,
        Math.max(1, Math.min(workers, most)),
        "the pilot's %d chunks with %d at once, spread over the key ranges of %d tables");
  }

  /** A part of a table that was timed, with others beside it. */
  private record Piece(String table, double rows, double seconds) {
    double perRow() {
      return seconds / rows;
    }
  }

  /** All rows at the pace of the pieces; a table without pieces at the pace of all. */
  private static Range over(
      Map<String, TableSize> sizes, List<Piece> pieces, int width, String method) {
    double mean = 0;
    double variance = 0;
    for (var entry : sizes.entrySet()) {
      List<Piece> own = pieces.stream().filter(c -> c.table().equals(entry.getKey())).toList();
      List<Piece> of = own.size() > 1 ? own : pieces;
      double seconds = entry.getValue().rows() * secondsPerRow(of);
      mean += seconds;
      variance += Math.pow(seconds * relativeError(of), 2);
    }
    return around(
        mean / width,
        Math.sqrt(variance) / width,
        String.format(
            Locale.ROOT,
            method,
            pieces.size(),
            width,
            pieces.stream().map(Piece::table).distinct().count()));
  }

  private static double secondsPerRow(List<Piece> pieces) {
    double rows = pieces.stream().mapToDouble(Piece::rows).sum();
    double seconds = pieces.stream().mapToDouble(Piece::seconds).sum();
    return rows == 0 ? 0 : seconds / rows;
  }

  /** The standard error of the mean over the mean, with the sample's own spread. */
  private static double relativeError(List<Piece> pieces) {
    int n = pieces.size();
    double mean = pieces.stream().mapToDouble(Piece::perRow).average().orElse(0);
    if (n < 2 || mean == 0) {
      return 1;
    }
    double square =
        pieces.stream().mapToDouble(p -> Math.pow(p.perRow() - mean, 2)).sum() / (n - 1);
    return Math.sqrt(square / n) / mean;
  }

  /** The other indexes of those tables, one table after the other. */
  Range indexes(Map<String, TableSize> sizes) {
    double bytes = sizes.values().stream().mapToDouble(TableSize::indexBytes).sum();
    if (pilot == null || pilot.indexes().isEmpty()) {
      return of(
          bytes,
          INDEX,
          "%s of indexes at 10 to 90 MiB/s (the range seen elsewhere)",
          Texts.bytes(bytes));
    }
    Map<String, Built> built =
        pilot.indexes().stream().collect(Collectors.toMap(Built::table, b -> b, (a, b) -> a));
    double standing = 0;
    double growing = 0;
    for (var entry : sizes.entrySet()) {
      Built sample = built.get(entry.getKey());
      if (sample != null) {
        standing += sample.emptySeconds();
        growing += growing(sample, Math.max(entry.getValue().rows(), 2));
      }
    }
    return new Range(
        standing * 0.6 + growing * 0.5,
        standing + growing,
        standing * 1.6 + growing * 1.7,
        "indexes built on the pilot's rows, less what they took on empty tables, scaled by n log n;"
            + " sorts that leave memory take longer");
  }

  private static double growing(Built sample, double rows) {
    if (sample.rows() < 2) {
      return 0;
    }
    double own = Math.max(0, sample.seconds() - sample.emptySeconds());
    return own * rows * Math.log(rows) / (sample.rows() * Math.log(sample.rows()));
  }

  /** Rows a second that the sync brings over: slow, usual, fast. */
  double[] applied() {
    if (pilot == null || pilot.hops().isEmpty()) {
      return APPLY.clone();
    }
    double keys = pilot.hops().stream().mapToDouble(Applied::keys).sum();
    double seconds = pilot.hops().stream().mapToDouble(Applied::seconds).sum();
    double rate = keys / Math.max(seconds, 1e-3);
    return new double[] {rate * 0.6, rate, rate * 1.3};
  }

  /** A full comparison of all those tables. */
  Range compare(Map<String, TableSize> sizes) {
    if (pilot == null || pilot.compared().isEmpty()) {
      double bytes = sizes.values().stream().mapToDouble(TableSize::dataBytes).sum();
      return of(
          bytes,
          COMPARE,
          "%s of rows on both sides at once, at 25 to 180 MiB/s (the range seen elsewhere)",
          Texts.bytes(bytes));
    }
    return over(
        sizes,
        pilot.compared().stream().map(c -> new Piece(c.table(), c.rows(), c.seconds())).toList(),
        pilot.compared().get(0).workers(),
        "digests of the pilot's rows in both databases: %d pieces with %d at once, of %d tables");
  }

  private static Range of(double bytes, double[] speeds, String method, String of) {
    return new Range(
        bytes / speeds[2], bytes / speeds[1], bytes / speeds[0], String.format(method, of));
  }

  private static Range around(double mean, double error, String method) {
    double reach = Z90 * WIDEN * error;
    double low = Math.max(mean / (1 + DRIFT) - reach, mean / 4);
    return new Range(low, mean, mean * (1 + DRIFT) + reach, method);
  }
}
