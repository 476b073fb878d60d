package dev.migrationplanner.copy;

import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HopTable.HopRow;
import dev.migrationplanner.database.Rows.BulkWriter;
import dev.migrationplanner.database.Snapshot;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * copy(chunk): the rows of a key range, from a snapshot of the source to the target, with the
 * checkpoint in the same transaction. The transaction enters the target's epoch and carries our
 * marker first, so that the target's log shows whose it is.
 */
final class ChunkCopy {

  /** The direction in the marker row of a chunk's transaction. */
  static final String DIRECTION = "COPY";

  private final Database source;
  private final Database target;
  private final ControlTables control;
  private final long epoch;
  private final AtomicLong number;
  private final SetAside setAside;
  private final KeysLeftOut keys;

  ChunkCopy(
      Database source,
      Database target,
      ControlTables control,
      long epoch,
      AtomicLong number,
      SetAside setAside,
      KeysLeftOut keys) {
    this.source = source;
    this.target = target;
    this.control = control;
    this.epoch = epoch;
    this.number = number;
    this.setAside = setAside;
    this.keys = keys;
  }

  /** Copies it; a clash or a refused row sends it through the staged way. */
  Copied copy(Chunk chunk) throws SQLException, IOException {
    keys.beginLoad();
    try {
      return inSnapshot(chunk, this::append);
    } catch (SQLException e) {
      if (target.classify(e) != Failure.DEFER || chunk.table().target().key().isEmpty()) {
        throw e;
      }
    } finally {
      keys.endLoad();
    }
    keys.require(chunk.table().target().name());
    // In a snapshot of its own: a read that was given up may have cost the first one its session.
    return inSnapshot(chunk, this::stage);
  }

  private Copied inSnapshot(Chunk chunk, Way way) throws SQLException, IOException {
    try (Snapshot snapshot = source.snapshot(List.of(chunk.table().source()))) {
      return inTransaction(
          chunk, (connection, tally) -> way.run(snapshot, connection, chunk, tally));
    }
  }

  private Copied inTransaction(Chunk chunk, Body body) throws SQLException, IOException {
    try (Connection connection = target.connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      try {
        control.epoch().enter(connection, epoch);
        control
            .hops()
            .insert(connection, new HopRow(DIRECTION, number.incrementAndGet(), epoch, "", "", ""));
        SetAside.Tally tally = setAside.tally(connection);
        Copied copied = body.run(connection, tally);
        control
            .chunks()
            .finish(
                connection, chunk.table().name(), chunk.ordinal(), copied.rows(), copied.bytes());
        CrashPoint.COPY_CHUNK_WRITTEN.reached();
        connection.commit();
        CrashPoint.COPY_CHUNK_COMMITTED.reached();
        tally.committed();
        return copied;
      } catch (SQLException | IOException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private Copied append(Snapshot snapshot, Connection connection, Chunk chunk, SetAside.Tally tally)
      throws SQLException, IOException {
    BulkWriter writer = target.rows().append(connection, chunk.table().target());
    boolean written = false;
    try {
      source.rows().read(snapshot.connection(), chunk.table().source(), chunk.range(), writer);
      long rows = writer.finish();
      written = true;
      return new Copied(rows, writer.bytes(), tally.rows());
    } catch (IOException e) {
      throw databaseError(e);
    } finally {
      // Whatever ended it, even a lack of memory: a load left open would block its own rollback.
      if (!written) {
        writer.abort();
      }
    }
  }

  private Copied stage(Snapshot snapshot, Connection connection, Chunk chunk, SetAside.Tally tally)
      throws SQLException, IOException {
    var staged = new StagedChunk(target, connection, chunk.table(), tally);
    try {
      source.rows().read(snapshot.connection(), chunk.table().source(), chunk.range(), staged);
    } catch (IOException e) {
      throw databaseError(e);
    }
    staged.finish();
    return new Copied(staged.rows(), staged.bytes(), tally.rows());
  }

  private static SQLException databaseError(IOException e) throws IOException {
    if (e instanceof StagedChunk.WriteFailed failed) {
      return failed.error();
    }
    if (e.getCause() instanceof SQLException cause) {
      return cause;
    }
    throw e;
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private interface Body {
    Copied run(Connection connection, SetAside.Tally tally) throws SQLException, IOException;
  }

  private interface Way {
    Copied run(Snapshot snapshot, Connection connection, Chunk chunk, SetAside.Tally tally)
        throws SQLException, IOException;
  }

  /** What a chunk brought, and how many rows it set aside. */
  record Copied(long rows, long bytes, long setAside) {}
}
