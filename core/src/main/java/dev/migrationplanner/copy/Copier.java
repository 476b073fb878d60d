package dev.migrationplanner.copy;

import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.ChunkTable.ChunkRow;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Strain;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backfill: all chunks of all tables, several at once, in any order. A copied row is right
 * unless its key changed after P0, and then the key is pending; so there is no interplay between
 * copier and log. Killed anywhere and started again, it goes on: at most one chunk a worker is
 * copied again. An error never ends as success.
 */
public final class Copier {

  private static final Logger LOG = LoggerFactory.getLogger(Copier.class);

  private final Database source;
  private final Database target;
  private final ControlTables control;
  private final CopyOptions options;
  private final KeysLeftOut keys;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** {@code control} are our tables on the target. */
  public Copier(Database source, Database target, ControlTables control, CopyOptions options) {
    this(source, target, control, options, null);
  }

  /** The same into tables that {@code loading} made without the primary keys that can wait. */
  public Copier(
      Database source,
      Database target,
      ControlTables control,
      CopyOptions options,
      @Nullable TargetSchema loading) {
    this.source = source;
    this.target = target;
    this.control = control;
    this.options = options;
    this.keys = new KeysLeftOut(loading);
  }

  /** Progress over these tables, at zero; hand it to {@link #copy}. */
  public CopyProgress progress(List<MappedTable> tables) throws SQLException {
    var rows = new HashMap<String, Long>();
    sizes().forEach((table, size) -> rows.put(table, size.rows()));
    return new CopyProgress(tables, rows);
  }

  /** Asks the workers to stop after the chunk at hand; {@link #copy} then returns false. */
  public void stop() {
    stopped.set(true);
  }

  /**
   * Copies all that is not copied yet.
   *
   * @return whether every chunk of every table is on the target
   * @throws SQLException if a chunk failed for good; what is copied stays, and a new start goes on
   *     from there
   */
  public boolean copy(List<MappedTable> tables, long epoch, CopyProgress progress)
      throws SQLException, InterruptedException {
    Map<String, TableSize> sizes = sizes();
    var chunkers = new ArrayList<Chunker>();
    long number;
    var setAside = new SetAside(control, options.quarantinedRowsMax());
    try (Connection connection = target.connect(Use.WRITE)) {
      number = control.hops().lastNumber(connection);
      setAside.resume(connection);
      progress.setAside(control.quarantine().count(connection));
      for (MappedTable table : tables) {
        chunkers.add(chunker(table, sizes.get(table.name()), connection, progress));
      }
    }
    var chunkCopy =
        new ChunkCopy(source, target, control, epoch, new AtomicLong(number), setAside, keys);
    runWorkers(new ChunkQueue(tables, chunkers, progress), chunkCopy, progress);
    return !stopped.get();
  }

  private Chunker chunker(
      MappedTable table, @Nullable TableSize size, Connection connection, CopyProgress progress)
      throws SQLException {
    int rows =
        size == null
            ? options.rowsPerChunkMax()
            : options.rowsPerChunk(size.rows(), size.dataBytes());
    var chunker =
        new Chunker(
            table,
            source,
            target,
            control,
            new ChunkSize(rows, options.rowsPerChunkMax(), options.bytesPerChunk()));
    for (ChunkRow done : chunker.resume(connection)) {
      progress.resumed(table.name(), done.rows(), done.bytes());
    }
    return chunker;
  }

  private void runWorkers(ChunkQueue queue, ChunkCopy chunkCopy, CopyProgress progress)
      throws SQLException, InterruptedException {
    var throttle = new Throttle(options.pace(), this::strain, progress::waiting);
    ExecutorService pool = Executors.newFixedThreadPool(options.workers(), Copier::thread);
    try {
      var workers = new ArrayList<Future<?>>();
      for (int i = 0; i < options.workers(); i++) {
        workers.add(
            pool.submit(
                () -> {
                  work(queue, chunkCopy, throttle, progress);
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      stopped.compareAndSet(false, !queue.isDone());
      pool.shutdownNow();
    }
  }

  private void work(ChunkQueue queue, ChunkCopy chunkCopy, Throttle throttle, CopyProgress progress)
      throws Exception {
    while (!stopped.get()) {
      persistently(
          "look at the source",
          progress,
          () -> {
            throttle.awaitSource(stopped::get);
            return true;
          });
      Optional<ChunkQueue.Claim> claim = persistently("plan the next chunk", progress, queue::next);
      if (claim.isEmpty()) {
        return;
      }
      Chunk chunk = claim.get().chunk();
      CrashPoint.COPY_CHUNK_CLAIMED.reached();
      long begun = System.nanoTime();
      ChunkCopy.Copied copied =
          persistently(chunk.toString(), progress, () -> chunkCopy.copy(chunk));
      progress.copied(chunk.table().name(), copied.rows(), copied.bytes());
      progress.setAside(copied.setAside());
      claim.get().done(copied, Duration.ofNanos(System.nanoTime() - begun));
      throttle.spend(copied.rows(), copied.bytes());
    }
  }

  /** Tries again, with growing waits, as long as the failure is a passing one. */
  private <T> T persistently(String what, CopyProgress progress, Attempt<T> attempt)
      throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        T result = attempt.run();
        if (tries > 1) {
          progress.waiting("");
        }
        return result;
      } catch (SQLException e) {
        if (!passing(e) || tries >= options.attemptsMax() || stopped.get()) {
          stopped.set(true);
          throw new SQLException(what + " failed: " + e.getMessage(), e.getSQLState(), e);
        }
        Duration wait = Duration.ofMillis(Math.min(15_000, 100L << Math.min(8, tries)));
        progress.waiting(what + " waits " + wait.toMillis() + " ms: " + e.getMessage());
        LOG.warn("{} waits {} ms and tries again: {}", what, wait.toMillis(), e.getMessage());
        Thread.sleep(wait.toMillis());
      }
    }
  }

  private Strain strain() throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      return source.workload().strain(connection);
    }
  }

  private boolean passing(SQLException e) {
    return source.classify(e) == Failure.RETRY || target.classify(e) == Failure.RETRY;
  }

  private Map<String, TableSize> sizes() throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      return source.catalog().sizes(connection);
    }
  }

  private static void await(Future<?> worker) throws SQLException, InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      if (e.getCause() instanceof IOException cause) {
        throw new SQLException("the copy failed: " + cause.getMessage(), cause);
      }
      if (e.getCause() instanceof OutOfMemoryError) {
        throw new SQLException(
            "the copy ran out of memory at a heap of "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB; set MIGRATION_PLANNER_JAVA_OPTIONS=-Xmx... to more and start it again",
            "53200",
            e.getCause());
      }
      throw new IllegalStateException("the copy failed", e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "copy");
    thread.setDaemon(true);
    return thread;
  }

  private interface Attempt<T> {
    T run() throws Exception;
  }
}
