package dev.migrationplanner.verify;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.RowKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where it is kept what each chunk was when it was last compared, so that a comparison passes over
 * what need not be looked at again. Threads may share it.
 */
public interface ChunkStore {

  /** Keeps nothing. */
  ChunkStore NONE =
      new ChunkStore() {
        @Override
        public List<KnownChunk> load(String table) {
          return List.of();
        }

        @Override
        public Watch watch(String table) {
          return new Watch();
        }

        @Override
        public void save(String table, KnownChunk chunk, Watch since) {}
      };

  /** The chunks of a table that were saved, in any order. */
  List<KnownChunk> load(String table);

  /**
   * Takes note of the keys that are touched from now on, and of those being touched; to be opened
   * before the views in which a chunk is compared, and closed when it was saved.
   */
  Watch watch(String table);

  /**
   * Saves one, in place of another that begins at the same key; returns when it is durable. It
   * counts as touched if a key of it was since the watch was opened.
   */
  void save(String table, KnownChunk chunk, Watch since);

  /** Why chunks that are not due are passed over; for the statement of a result. */
  default String whyPassed() {
    return "were found equal by the comparison that this one resumed";
  }

  /**
   * A chunk, and what it was when it was last compared.
   *
   * @param digest of the source's rows
   * @param at when that was, ISO 8601
   * @param due whether it must be compared again: it was touched since, or was not equal
   */
  record KnownChunk(KeyRange range, ChunkDigest digest, String at, boolean due) {

    KnownChunk touched() {
      return new KnownChunk(range, digest, at, true);
    }
  }

  /** Keys touched since it was opened; a bounded number, then it only says that it was too many. */
  final class Watch implements AutoCloseable {
    private static final int KEYS_MAX = 10_000;

    private final Set<RowKey> keys = new HashSet<>();
    private boolean tooMany;
    private Runnable onClose = () -> {};

    Watch() {}

    Watch onClose(Runnable action) {
      onClose = action;
      return this;
    }

    synchronized void see(Collection<RowKey> touched) {
      tooMany |= keys.size() + touched.size() > KEYS_MAX;
      if (!tooMany) {
        keys.addAll(touched);
      }
    }

    synchronized void seeAll() {
      tooMany = true;
    }

    /** Whether one of the keys seen is such, or nobody knows. */
    synchronized boolean saw(Predicate<RowKey> such) {
      return tooMany || keys.stream().anyMatch(such);
    }

    @Override
    public void close() {
      onClose.run();
    }
  }
}
