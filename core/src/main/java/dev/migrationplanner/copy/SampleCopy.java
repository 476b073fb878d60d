package dev.migrationplanner.copy;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.ChunkTable.ChunkRow;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chosen chunks through the very way of the backfill, and how long each took: for a pilot. Rows
 * that the target refuses are set aside as in the backfill; too many of them fail it.
 */
public final class SampleCopy {

  private static final long SET_ASIDE_MAX = 1_000;

  private final Database source;
  private final Database target;
  private final ControlTables control;
  private final SetAside setAside;
  private final KeysLeftOut keys = new KeysLeftOut(null);
  private final AtomicLong number = new AtomicLong();

  /** {@code control} are our tables on the target; they are there already. */
  public SampleCopy(Database source, Database target, ControlTables control) {
    this.source = source;
    this.target = target;
    this.control = control;
    this.setAside = new SetAside(control, SET_ASIDE_MAX);
  }

  /** One chunk's outcome. */
  public record Timed(MappedTable table, long rows, long bytes, double seconds) {}

  /** Copies them, so many at once; in the order given. */
  public List<Timed> copy(List<Chunk> chunks, int workers)
      throws SQLException, InterruptedException {
    begin(chunks);
    ExecutorService pool = Executors.newFixedThreadPool(workers, SampleCopy::thread);
    try {
      var running = new ArrayList<Future<Timed>>();
      for (Chunk chunk : chunks) {
        running.add(pool.submit((Callable<Timed>) () -> timed(chunk)));
      }
      var timed = new ArrayList<Timed>();
      for (Future<Timed> chunk : running) {
        timed.add(await(chunk));
      }
      return timed;
    } finally {
      pool.shutdownNow();
    }
  }

  private void begin(List<Chunk> chunks) throws SQLException {
    try (Connection connection = target.connect(Use.WRITE)) {
      if (control.epoch().peek(connection).isEmpty()) {
        control.epoch().put(connection, new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false));
      }
      number.set(control.hops().lastNumber(connection));
      for (Chunk chunk : chunks) {
        var row = new ChunkRow(chunk.table().name(), chunk.ordinal(), chunk.range(), false, 0, 0);
        control.chunks().plan(connection, row);
      }
    }
  }

  private Timed timed(Chunk chunk) throws Exception {
    long begun = System.nanoTime();
    ChunkCopy.Copied copied =
        new ChunkCopy(source, target, control, 1, number, setAside, keys).copy(chunk);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Timed(chunk.table(), copied.rows(), copied.bytes(), seconds);
  }

  private static Timed await(Future<Timed> chunk) throws SQLException, InterruptedException {
    try {
      return chunk.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new SQLException("a chunk of the pilot failed", e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "pilot");
    thread.setDaemon(true);
    return thread;
  }
}
