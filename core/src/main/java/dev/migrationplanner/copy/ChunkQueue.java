package dev.migrationplanner.copy;

import dev.migrationplanner.database.MappedTable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of all tables, handed out table by table in turn, so that a large table does not stand
 * alone at the end. Thread-safe.
 */
final class ChunkQueue {

  private final List<Source> open = new ArrayList<>();
  private final List<Source> all = new ArrayList<>();
  private final CopyProgress progress;
  private int turn;

  ChunkQueue(List<MappedTable> tables, List<Chunker> chunkers, CopyProgress progress) {
    this.progress = progress;
    for (int i = 0; i < tables.size(); i++) {
      all.add(new Source(tables.get(i).name(), chunkers.get(i)));
    }
    open.addAll(all);
  }

  /** The next chunk of any table; empty if there is none left to begin. */
  Optional<Claim> next() throws SQLException {
    while (true) {
      Optional<Source> source = take();
      if (source.isEmpty()) {
        return Optional.empty();
      }
      Optional<Chunk> chunk = source.get().chunker.next();
      if (chunk.isPresent()) {
        return Optional.of(new Claim(chunk.get(), source.get(), progress));
      }
      close(source.get());
    }
  }

  /** Whether everything is copied. */
  synchronized boolean isDone() {
    return all.stream().allMatch(source -> source.chunker.isDone());
  }

  private synchronized Optional<Source> take() {
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(open.get(Math.floorMod(turn++, open.size())));
  }

  private synchronized void close(Source source) {
    open.remove(source);
    if (source.chunker.isDone()) {
      progress.done(source.table);
    }
  }

  private record Source(String table, Chunker chunker) {}

  /** A chunk at hand. */
  record Claim(Chunk chunk, Source source, CopyProgress progress) {
    void done(ChunkCopy.Copied copied, Duration took) {
      source.chunker.learn(copied.rows(), copied.bytes(), took);
      if (source.chunker.finished()) {
        progress.done(source.table);
      }
    }
  }
}
