package dev.migrationplanner.survey;

import dev.migrationplanner.copy.Chunk;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.plan.Pilot.Compared;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long the digests of the copied chunks take inside both databases, both sides at once and as
 * many chunks beside each other as the comparison has workers. Where keys order otherwise on each
 * side, the scratch table is digested whole, as no range of it means the same.
 */
final class PilotComparison {

  private static final Duration WARM = Duration.ofSeconds(1);
  private static final int PASSES_MAX = 4;

  private final Database source;
  private final Database scratch;
  private final int workers;

  PilotComparison(Database source, Database scratch, int workers) {
    this.source = source;
    this.scratch = scratch;
    this.workers = workers;
  }

  /** A short one is done again, as the first pass warms caches, and the last time counts. */
  List<Compared> of(List<Chunk> chunks) throws SQLException, InterruptedException {
    long begun = System.nanoTime();
    List<Compared> compared = once(chunks);
    for (int i = 0; i < PASSES_MAX && System.nanoTime() - begun < WARM.toNanos(); i++) {
      compared = once(chunks);
    }
    return compared;
  }

  private List<Compared> once(List<Chunk> chunks) throws SQLException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers, PilotComparison::thread);
    ExecutorService sides = Executors.newFixedThreadPool(workers, PilotComparison::thread);
    try {
      var running = new ArrayList<Future<Compared>>();
      for (List<Chunk> group : groups(chunks)) {
        running.add(pool.submit(() -> compared(group, sides)));
      }
      var compared = new ArrayList<Compared>();
      for (Future<Compared> one : running) {
        compared.add(await(one));
      }
      return compared.stream().filter(c -> c.rows() > 0).toList();
    } finally {
      pool.shutdownNow();
      sides.shutdownNow();
    }
  }

  /** One chunk each; all of a table together where its ranges mean nothing on the other side. */
  private static List<List<Chunk>> groups(List<Chunk> chunks) {
    var groups = new LinkedHashMap<String, List<Chunk>>();
    for (Chunk chunk : chunks) {
      String own = alike(chunk.table()) ? "/" + chunk.ordinal() : "";
      groups.computeIfAbsent(chunk.table().name() + own, k -> new ArrayList<>()).add(chunk);
    }
    return List.copyOf(groups.values());
  }

  private static boolean alike(MappedTable table) {
    return table.source().keyOrdersAlike() && table.target().keyOrdersAlike();
  }

  private Compared compared(List<Chunk> group, ExecutorService sides) throws Exception {
    MappedTable table = group.get(0).table();
    List<KeyRange> ranges = group.stream().map(Chunk::range).toList();
    try (Snapshot here = source.snapshot(List.of(table.source()));
        Snapshot there = scratch.snapshot(List.of(table.target()))) {
      List<KeyRange> rangesThere = alike(table) ? ranges : List.of(KeyRange.ALL);
      long begun = System.nanoTime();
      Future<Long> other =
          sides.submit(() -> rows(scratch, there.connection(), table.target(), rangesThere));
      long rows = rows(source, here.connection(), table.source(), ranges);
      await(other);
      return new Compared(table.name(), workers, rows, (System.nanoTime() - begun) / 1e9);
    }
  }

  private static long rows(
      Database side, Connection connection, TableView view, List<KeyRange> ranges)
      throws SQLException {
    long rows = 0;
    for (KeyRange range : ranges) {
      rows += side.digests().digest(connection, view, range).rows();
    }
    return rows;
  }

  private static <T> T await(Future<T> running) throws SQLException, InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new SQLException("the pilot's comparison failed", e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "pilot-comparison");
    thread.setDaemon(true);
    return thread;
  }
}
