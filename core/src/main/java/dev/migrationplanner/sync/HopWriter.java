package dev.migrationplanner.sync;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Rows.Equalized;
import dev.migrationplanner.database.Visibility;
import dev.migrationplanner.sync.RowBatches.Batch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * reconcile(keys): reads these keys in one snapshot of the authority and, on the other side, in the
 * caller's transaction, makes them so. Bounded memory: batch by batch.
 */
final class HopWriter {

  private static final int ROUNDS_MAX = 20;

  private static final int ROWS_BETWEEN_LOOKS_MAX = 200_000;

  /** How often what triggers changed is put right, in one transaction. */
  private static final int PASSES_MAX = 5;

  private final SyncSide authority;
  private final SyncSide other;
  private final SyncedTables tables;
  private final Cascades cascades;
  private final int batchKeysMax;
  private final Map<String, BatchSize> sizes = new HashMap<>();
  private List<String> triggered = List.of();
  private final Set<TableKey> sinceLook = new HashSet<>();

  HopWriter(
      SyncSide authority,
      SyncSide other,
      SyncedTables tables,
      Cascades cascades,
      int batchKeysMax) {
    this.authority = authority;
    this.other = other;
    this.tables = tables;
    this.cascades = cascades;
    this.batchKeysMax = batchKeysMax;
  }

  /**
   * Finds out whether triggers fire where this writes; to be asked again now and then.
   *
   * @return rows written since the last look, if there are triggers now and were none then: what
   *     these changed is not known
   */
  Set<TableKey> lookForTriggers() throws SQLException {
    boolean none = triggered.isEmpty();
    try (Connection connection = other.database().connect(Use.WRITE)) {
      triggered = other.database().catalog().triggered(connection, other.views());
    }
    Set<TableKey> written = none && !triggered.isEmpty() ? Set.copyOf(sinceLook) : Set.of();
    sinceLook.clear();
    if (written.size() >= ROWS_BETWEEN_LOOKS_MAX) {
      throw new LogLostException(
          "triggers came to be on the "
              + other.side()
              + " (tables "
              + String.join(", ", triggered)
              + ") while many rows were written there");
    }
    return written;
  }

  /** Tables where triggers fire when this writes. */
  List<String> triggered() {
    return triggered;
  }

  /**
   * Makes the rows equal.
   *
   * @param judge what the snapshot sees, if the log has been read up to its end, so that log and
   *     snapshot must agree (rule 8); null if it has not
   */
  Written write(
      Connection snapshot,
      Connection target,
      Collection<PendingKey> keys,
      @org.jspecify.annotations.Nullable Visibility judge)
      throws SQLException, IOException {
    var written = new Written();
    Collection<PendingKey> round = keys;
    for (int rounds = 0; !round.isEmpty(); rounds++) {
      if (rounds == ROUNDS_MAX) {
        throw new SQLException(
            "rows keep displacing each other by a unique key that the authority does not have;"
                + " compare the unique keys of both sides");
      }
      var displaced = new ArrayList<PendingKey>();
      for (Map.Entry<String, List<PendingKey>> table : byTable(round).entrySet()) {
        writeTable(snapshot, target, tables.named(table.getKey()), table.getValue(), judge, written)
            .forEach(displaced::add);
      }
      round = displaced;
    }
    if (!triggered.isEmpty()) {
      putRight(snapshot, target, written);
    } else if (sinceLook.size() < ROWS_BETWEEN_LOOKS_MAX) {
      sinceLook.addAll(written.named());
    }
    return written;
  }

  /**
   * A trigger of the other side may have changed rows of this very hop after they were written
   * (rule 12): they are looked at again until nothing changes. Rows that the hop did not name
   * become pending by that side's log.
   */
  private void putRight(Connection snapshot, Connection target, Written written)
      throws SQLException, IOException {
    var displaced = new ArrayList<PendingKey>();
    for (int pass = 0; pass < PASSES_MAX; pass++) {
      var all = new ArrayList<PendingKey>(displaced);
      written.named().forEach(row -> all.add(PendingKey.doubted(row)));
      displaced.clear();
      long before = written.changed();
      for (Map.Entry<String, List<PendingKey>> table : byTable(all).entrySet()) {
        displaced.addAll(
            writeTable(
                snapshot, target, tables.named(table.getKey()), table.getValue(), null, written));
      }
      if (written.changed() == before && displaced.isEmpty()) {
        return;
      }
    }
    throw new SQLException(
        "triggers on the "
            + other.side()
            + " (tables "
            + String.join(", ", triggered)
            + ") change what sync writes there, each time anew. Drop them, or let them do nothing"
            + " in the sessions of our account");
  }

  private List<PendingKey> writeTable(
      Connection snapshot,
      Connection target,
      MappedTable table,
      List<PendingKey> keys,
      @org.jspecify.annotations.Nullable Visibility judge,
      Written written)
      throws SQLException, IOException {
    var displaced = new ArrayList<PendingKey>();
    BatchSize size = sizes.computeIfAbsent(table.name(), name -> new BatchSize(batchKeysMax));
    try (var batches = new RowBatches(authority, snapshot, table, keys, size)) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        if (judge != null) {
          checkAgainstLog(table, batch, judge);
        }
        for (RowKey key : writeBatch(target, table, batch, written)) {
          displaced.add(PendingKey.doubted(new TableKey(table.name(), key)));
        }
      }
    }
    return displaced;
  }

  private List<RowKey> writeBatch(
      Connection target, MappedTable table, Batch batch, Written written)
      throws SQLException, IOException {
    Equalized equalized =
        other
            .database()
            .rows()
            .equalize(target, table.on(other.side()), batch.named(), batch.rows());
    written.add(table.name(), batch.named(), equalized);
    return equalized.displaced();
  }

  private void checkAgainstLog(MappedTable table, Batch batch, Visibility judge)
      throws ContradictionException {
    long missing = 0;
    long surviving = 0;
    for (PendingKey key : batch.keys()) {
      if (!key.judgedBy(judge)) {
        continue;
      }
      boolean present = batch.found().contains(key.row().key());
      if (present && key.kind() == KeyChange.Kind.DELETE) {
        surviving++;
      } else if (!present && key.kind() != KeyChange.Kind.DELETE) {
        missing++;
      }
    }
    if (missing > 0 && !cascades.reaches(table.name())) {
      throw new ContradictionException(table.name(), missing, "present");
    }
    if (surviving > 0) {
      throw new ContradictionException(table.name(), surviving, "absent");
    }
  }

  private static Map<String, List<PendingKey>> byTable(Collection<PendingKey> keys) {
    var byTable = new LinkedHashMap<String, List<PendingKey>>();
    for (PendingKey key : keys) {
      byTable.computeIfAbsent(key.row().table(), name -> new ArrayList<>()).add(key);
    }
    return byTable;
  }

  /** What was written in one transaction. */
  static final class Written {
    private final Set<TableKey> named = new HashSet<>();
    private long changed;

    private void add(String table, Collection<RowKey> keys, Equalized equalized) {
      keys.forEach(key -> named.add(new TableKey(table, key)));
      changed += equalized.upserted() + equalized.deleted();
    }

    /** Every row looked at. */
    Set<TableKey> named() {
      return named;
    }

    /** Rows that were not equal before. */
    long changed() {
      return changed;
    }
  }
}
