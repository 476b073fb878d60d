package dev.migrationplanner.verify;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.BothSides.Answers;
import dev.migrationplanner.verify.Difference.Kind;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * From a range that differs to its rows: both sides sort the rows of the range into buckets by the
 * hash of their keys, and only rows of buckets that differ are looked at, a bounded number at once.
 */
final class Bisection {

  private static final int BUCKETS_MAX = 1 << 16;

  private final MappedTable table;
  private final CompareOptions options;

  Bisection(MappedTable table, CompareOptions options) {
    this.table = table;
    this.options = options;
  }

  /** Takes rows that differ. */
  interface Found {
    void take(View view, Map<RowKey, Kind> differing) throws SQLException, InterruptedException;
  }

  /** How many buckets a range of so many rows is sorted into. */
  int buckets(long rows) {
    return (int) Math.max(1, Math.min(BUCKETS_MAX, rows / options.rowsPerBucket()));
  }

  Answers<Map<Integer, ChunkDigest>> sorted(View view, KeyRange range, int buckets)
      throws SQLException, InterruptedException {
    return BothSides.ask(
        view, table, (r, t) -> r.digests().buckets(r.connection(), t, range, buckets));
  }

  /**
   * Hands on the rows that differ in buckets that differ.
   *
   * @throws SQLException if buckets differ and no row does: then keys are not unique, or the views
   *     are not consistent, and nothing can be said
   */
  void rows(
      View view,
      KeyRange range,
      int buckets,
      Answers<Map<Integer, ChunkDigest>> sorted,
      Found found)
      throws SQLException, InterruptedException {
    long rows = 0;
    for (Set<Integer> wanted : groups(sorted)) {
      Map<RowKey, Kind> differing = Recheck.differing(hashes(view, range, buckets, wanted));
      rows += differing.size();
      found.take(view, differing);
    }
    if (rows == 0 && !sorted.source().equals(sorted.target())) {
      throw new SQLException(
          "digests of table %s differ but no row does: its key is not unique, or the views moved"
              .formatted(table.name()));
    }
  }

  /** Buckets that differ, in groups whose rows fit into memory. */
  private List<Set<Integer>> groups(Answers<Map<Integer, ChunkDigest>> sorted) {
    var groups = new ArrayList<Set<Integer>>();
    long room = 0;
    for (int bucket : differing(sorted)) {
      long rows = Math.max(rows(sorted.source(), bucket), rows(sorted.target(), bucket));
      if (groups.isEmpty() || rows > room) {
        groups.add(new HashSet<>());
        room = options.rowsInMemoryMax();
      }
      groups.get(groups.size() - 1).add(bucket);
      room -= rows;
    }
    return groups;
  }

  Answers<Map<RowKey, String>> hashes(View view, KeyRange range, int buckets, Set<Integer> wanted)
      throws SQLException, InterruptedException {
    return BothSides.ask(
        view, table, (r, t) -> r.digests().rowHashes(r.connection(), t, range, buckets, wanted));
  }

  private static Set<Integer> differing(Answers<Map<Integer, ChunkDigest>> sorted) {
    var all = new TreeSet<>(sorted.source().keySet());
    all.addAll(sorted.target().keySet());
    all.removeIf(b -> digest(sorted.source(), b).equals(digest(sorted.target(), b)));
    return all;
  }

  private static long rows(Map<Integer, ChunkDigest> digests, int bucket) {
    return digest(digests, bucket).rows();
  }

  private static ChunkDigest digest(Map<Integer, ChunkDigest> digests, int bucket) {
    return digests.getOrDefault(bucket, ChunkDigest.EMPTY);
  }
}
