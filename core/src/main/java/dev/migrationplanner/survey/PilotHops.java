package dev.migrationplanner.survey;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Pilot.Applied;
import dev.migrationplanner.plan.Pilot.Copied;
import dev.migrationplanner.plan.TableMapping;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How fast rows are brought over by key, with their indexes there: as the sync does it. */
final class PilotHops {

  private static final int HOP_KEYS_MAX = 5_000;
  private static final long HOP_BYTES_MAX = 16L << 20;
  private static final int HOPS = 3;

  private final Facts facts;
  private final TableMapping mapping;
  private final Database source;
  private final Database scratch;
  private final Consumer<String> progress;

  PilotHops(
      Facts facts,
      TableMapping mapping,
      Database source,
      Database scratch,
      Consumer<String> progress) {
    this.facts = facts;
    this.mapping = mapping;
    this.source = source;
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Rows that the scratch has are taken out, untimed, and brought over again by key. */
  List<Applied> of(List<Copied> copied) throws SQLException, IOException {
    var applied = new ArrayList<Applied>();
    for (MappedTable table : mapping.tables()) {
      long rows =
          copied.stream().filter(c -> c.table().equals(table.name())).mapToLong(Copied::rows).sum();
      if (rows >= HOP_KEYS_MAX / 10) {
        progress.accept("pilot: applying rows of " + table.name());
        for (int i = 0; i < HOPS; i++) {
          applied.add(hop(table));
        }
      }
    }
    return applied;
  }

  private Applied hop(MappedTable table) throws SQLException, IOException {
    List<RowKey> keys = keys(table);
    try (Connection writing = scratch.connect(Use.WRITE)) {
      writing.setAutoCommit(false);
      int width = table.target().columns().size();
      scratch.rows().equalize(writing, table.target(), keys, new RowBuffer(width));
      writing.commit();
      long begun = System.nanoTime();
      try (Snapshot snapshot = source.snapshot(List.of(table.source()))) {
        var rows = new RowBuffer(width);
        source.rows().read(snapshot.connection(), table.source(), keys, rows);
        scratch.rows().equalize(writing, table.target(), keys, rows);
      }
      writing.commit();
      return new Applied(table.name(), keys.size(), (System.nanoTime() - begun) / 1e9);
    }
  }

  /** Keys of the first rows that the scratch has. */
  private List<RowKey> keys(MappedTable table) throws SQLException, IOException {
    TableSize size = facts.source().sizes().getOrDefault(table.name(), new TableSize(0, 0, 0));
    long average = size.rows() == 0 ? 1 : Math.max(1, size.dataBytes() / size.rows());
    long most = Math.max(50, Math.min(HOP_KEYS_MAX, HOP_BYTES_MAX / average));
    try (Connection connection = scratch.connect(Use.READ)) {
      var upTo = scratch.rows().boundary(connection, table.target(), null, most).orElseThrow();
      var rows = new RowBuffer(table.target().columns().size());
      scratch.rows().read(connection, table.target(), new KeyRange(null, upTo), rows);
      return rows.rows().stream().map(r -> RowBuffer.keyOf(table.target(), r)).toList();
    }
  }
}
