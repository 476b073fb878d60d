package dev.migrationplanner.sync;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The authority's rows of some keys of one table, batch by batch; the next batch is read while the
 * caller writes the one at hand. At most two batches are in memory, each bounded by {@link
 * BatchSize}. The snapshot's connection belongs to this until it is closed.
 */
final class RowBatches implements AutoCloseable {

  private final SyncSide authority;
  private final Connection snapshot;
  private final MappedTable table;
  private final List<PendingKey> keys;
  private final BatchSize size;
  private int from;
  private @Nullable FutureTask<Batch> ahead;

  RowBatches(
      SyncSide authority,
      Connection snapshot,
      MappedTable table,
      List<PendingKey> keys,
      BatchSize size) {
    this.authority = authority;
    this.snapshot = snapshot;
    this.table = table;
    this.keys = keys;
    this.size = size;
  }

  /** The next batch; null after the last. */
  @Nullable Batch next() throws SQLException, IOException {
    FutureTask<Batch> begun = ahead;
    ahead = null;
    if (begun == null && from == keys.size()) {
      return null;
    }
    Batch batch = begun == null ? read() : result(begun);
    from += batch.keys().size();
    if (from < keys.size()) {
      readAhead();
    }
    return batch;
  }

  private void readAhead() {
    var task = new FutureTask<>(this::read);
    ahead = task;
    var thread = new Thread(task, "sync-read-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  private Batch read() throws SQLException, IOException {
    List<PendingKey> some = keys.subList(from, Math.min(keys.size(), from + size.keys()));
    var asked = new LinkedHashSet<RowKey>();
    some.forEach(key -> asked.add(key.row().key()));
    var rows = new RowBuffer(table.source().columns().size());
    authority.database().rows().read(snapshot, table.on(authority.side()), asked, rows);
    size.took(some.size(), rows.sizeBytes());
    var found = new HashSet<RowKey>();
    for (@Nullable Object[] row : rows.rows()) {
      found.add(RowBuffer.keyOf(table.on(authority.side()), row));
    }
    asked.addAll(found);
    return new Batch(some, asked, found, rows);
  }

  private static Batch result(FutureTask<Batch> task) throws SQLException, IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unwrapped(Objects.requireNonNullElse(e.getCause(), e));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException unwrapped(Throwable cause) throws SQLException, IOException {
    if (cause instanceof SQLException failure) {
      throw failure;
    }
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    return new IOException(cause);
  }

  /** Waits for what is being read: nobody else may use the snapshot before. */
  @Override
  public void close() {
    FutureTask<Batch> begun = ahead;
    if (begun != null) {
      try {
        Batch unused = result(begun);
      } catch (SQLException | IOException | RuntimeException e) {
        // The batch is not wanted any more; what failed before it is what is told.
        ahead = null;
      }
    }
  }

  /**
   * Rows of some keys.
   *
   * @param keys what was asked for
   * @param named their keys, and those of the rows found (a collation may call other keys equal)
   * @param found keys of the rows found
   * @param rows the rows
   */
  record Batch(List<PendingKey> keys, Set<RowKey> named, Set<RowKey> found, RowBuffer rows) {}
}
