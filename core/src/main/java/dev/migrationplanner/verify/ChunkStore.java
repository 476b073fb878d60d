package dev.migrationplanner.verify;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import java.util.List;

/** Where chunks found equal are kept, so that a comparison goes on where it was stopped. */
public interface ChunkStore {

  /** Keeps nothing. */
  ChunkStore NONE =
      new ChunkStore() {
        @Override
        public List<EqualChunk> load(String table) {
          return List.of();
        }

        @Override
        public void save(String table, EqualChunk chunk) {}
      };

  /** The chunks of a table that were saved, in any order. */
  List<EqualChunk> load(String table);

  /** Saves one; returns when it is durable. */
  void save(String table, EqualChunk chunk);

  /** A chunk that was equal on both sides. */
  record EqualChunk(KeyRange range, ChunkDigest digest) {}
}
