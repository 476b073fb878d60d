package dev.migrationplanner.survey;

import dev.migrationplanner.copy.Chunk;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chunks spread over the whole key range of a table, as old rows are seldom like new ones. Where
 * the key is one whole number its range is found by halving, in a few look-ups of the index;
 * elsewhere only the first chunks can be had cheaply, and that is said.
 */
final class SampleRanges {

  private final Database source;
  private final int rowsPerChunk;

  SampleRanges(Database source, int rowsPerChunk) {
    this.source = source;
    this.rowsPerChunk = rowsPerChunk;
  }

  /** Whether the chunks of that table are spread. */
  static boolean spread(MappedTable table) {
    TableView view = table.source();
    return view.key().size() == 1
        && view.keyColumns().get(0).logical() instanceof SqlType.IntegerType;
  }

  List<Chunk> of(MappedTable table, int chunks, long rowsAbout) throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      boolean few = rowsAbout <= (long) chunks * rowsPerChunk;
      return few || !spread(table)
          ? first(connection, table, chunks)
          : spread(connection, table, chunks);
    }
  }

  private List<Chunk> first(Connection connection, MappedTable table, int most)
      throws SQLException {
    var chunks = new ArrayList<Chunk>();
    RowKey after = null;
    for (int i = 0; i < most; i++) {
      Optional<RowKey> upTo = boundary(connection, table, after, rowsPerChunk);
      if (upTo.isEmpty()) {
        break;
      }
      chunks.add(new Chunk(table, i, new KeyRange(after, upTo.get())));
      after = upTo.get();
    }
    return chunks;
  }

  private List<Chunk> spread(Connection connection, MappedTable table, int most)
      throws SQLException {
    Optional<RowKey> first = boundary(connection, table, null, 1);
    if (first.isEmpty()) {
      return List.of();
    }
    long low = number(first.get());
    long high = last(connection, table, low);
    var chunks = new ArrayList<Chunk>();
    long reached = low - 1;
    for (int i = 0; i < most; i++) {
      long start = Math.max(reached, low - 1 + Math.round((double) (high - low) * i / most));
      RowKey after = RowKey.of(Long.toString(start));
      Optional<RowKey> upTo = boundary(connection, table, after, rowsPerChunk);
      if (upTo.isPresent()) {
        chunks.add(new Chunk(table, i, new KeyRange(after, upTo.get())));
        reached = number(upTo.get());
      }
    }
    return chunks;
  }

  /** The highest key, by doubling and halving: about 120 look-ups at most. */
  private long last(Connection connection, MappedTable table, long low) throws SQLException {
    long known = low;
    long step = 1;
    while (known < Long.MAX_VALUE / 4 && exists(connection, table, known + step)) {
      known += step;
      step *= 2;
    }
    while (step > 0) {
      if (known <= Long.MAX_VALUE - step && exists(connection, table, known + step)) {
        known += step;
      } else {
        step /= 2;
      }
    }
    return known + 1;
  }

  private boolean exists(Connection connection, MappedTable table, long after) throws SQLException {
    return boundary(connection, table, RowKey.of(Long.toString(after)), 1).isPresent();
  }

  private Optional<RowKey> boundary(
      Connection connection, MappedTable table, @Nullable RowKey after, long rows)
      throws SQLException {
    return source.rows().boundary(connection, table.source(), after, rows);
  }

  private static long number(RowKey key) {
    return Long.parseLong(key.texts().get(0));
  }
}
