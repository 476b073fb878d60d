package dev.migrationplanner.copy;

import dev.migrationplanner.database.ChunkTable.ChunkRow;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the chunks of one table, one after another, as wide as asked. Ranges are formed on the
 * source, in the source's order, by walking its key index; each is recorded on the target before it
 * is handed out, so that a new start finds what was under way (copied again) and where to go on.
 * The last chunk is bounded too: rows that come later are in the log.
 */
final class Chunker {

  private final MappedTable table;
  private final Database source;
  private final Database target;
  private final ControlTables control;
  private final ChunkSize size;
  private final Deque<Chunk> again = new ArrayDeque<>();
  private @Nullable RowKey cursor;
  private long nextOrdinal;
  private boolean exhausted;
  private int out;

  Chunker(
      MappedTable table, Database source, Database target, ControlTables control, ChunkSize size) {
    this.table = table;
    this.source = source;
    this.target = target;
    this.control = control;
    this.size = size;
  }

  /** Takes up what an earlier run recorded; returns what it had done. */
  synchronized List<ChunkRow> resume(Connection targetConnection) throws SQLException {
    List<ChunkRow> recorded = control.chunks().of(targetConnection, table.name());
    for (ChunkRow chunk : recorded) {
      nextOrdinal = chunk.ordinal() + 1;
      cursor = chunk.range().upTo();
      exhausted |= chunk.range().upTo() == null;
      if (!chunk.done()) {
        again.add(new Chunk(table, chunk.ordinal(), chunk.range()));
      }
    }
    return recorded.stream().filter(ChunkRow::done).toList();
  }

  /** The next chunk, or empty if all are handed out. */
  synchronized Optional<Chunk> next() throws SQLException {
    Chunk waiting = again.poll();
    if (waiting != null) {
      out++;
      return Optional.of(waiting);
    }
    if (exhausted) {
      return Optional.empty();
    }
    Optional<KeyRange> range = nextRange();
    if (range.isEmpty()) {
      exhausted = true;
      return Optional.empty();
    }
    Chunk chunk = new Chunk(table, nextOrdinal, range.get());
    record(chunk);
    nextOrdinal++;
    cursor = chunk.range().upTo();
    exhausted = cursor == null;
    out++;
    return Optional.of(chunk);
  }

  /** What a chunk of the table cost. */
  void learn(long rows, long bytes, Duration took) {
    size.learn(rows, bytes, took);
  }

  /** The chunk is copied; true if it was the table's last. */
  synchronized boolean finished() {
    out--;
    return isDone();
  }

  /** Whether every chunk of the table is copied. */
  synchronized boolean isDone() {
    return exhausted && again.isEmpty() && out == 0;
  }

  private Optional<KeyRange> nextRange() throws SQLException {
    if (table.source().key().isEmpty()) {
      return Optional.of(KeyRange.ALL);
    }
    try (Connection connection = source.connect(Use.READ)) {
      RowKey after = cursor;
      return source
          .rows()
          .boundary(connection, table.source(), after, size.rows())
          .map(upTo -> new KeyRange(after, upTo));
    }
  }

  private void record(Chunk chunk) throws SQLException {
    try (Connection connection = target.connect(Use.WRITE)) {
      control
          .chunks()
          .plan(
              connection, new ChunkRow(table.name(), chunk.ordinal(), chunk.range(), false, 0, 0));
    }
  }
}
