package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncSide;
import dev.migrationplanner.sync.TableKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether rows are the same on both sides, by digests computed in the databases. A row that differs
 * is looked at again after a later hop; only what persists through all looks is a difference.
 */
final class RowCheck {

  private static final int LOOKS = 6;
  private static final Duration HOP = Duration.ofSeconds(30);

  private final SyncSide source;
  private final SyncSide target;
  private final Map<String, MappedTable> tables;

  RowCheck(SyncSide source, SyncSide target, Map<String, MappedTable> tables) {
    this.source = source;
    this.target = target;
    this.tables = Map.copyOf(tables);
  }

  /**
   * Those of the rows that still differ.
   *
   * @throws SQLTransientException if no hop came in time: nothing is known then
   */
  Set<TableKey> differing(Collection<TableKey> rows, Sync sync)
      throws SQLException, InterruptedException {
    return look(rows, sync).differing();
  }

  /** The same, and the digests of the rows that turned out equal. */
  Seen look(Collection<TableKey> rows, Sync sync) throws SQLException, InterruptedException {
    var equal = new HashMap<TableKey, String>();
    Set<TableKey> suspects = new HashSet<>(rows);
    for (int look = 0; look < LOOKS && !suspects.isEmpty(); look++) {
      if (look > 0) {
        Thread.sleep(20L << look);
      }
      suspects = lookOnce(suspects, sync, equal);
    }
    return new Seen(suspects, equal);
  }

  /**
   * What looking showed.
   *
   * @param differing rows that differ
   * @param equal the digest of each other row; "" if it is on neither side
   */
  record Seen(Set<TableKey> differing, Map<TableKey, String> equal) {}

  private Set<TableKey> lookOnce(Set<TableKey> rows, Sync sync, Map<TableKey, String> equal)
      throws SQLException, InterruptedException {
    var differing = new HashSet<TableKey>();
    boolean looked =
        sync.inspect(
            HOP,
            (onSource, onTarget) -> {
              differing.clear();
              for (MappedTable table : tables.values()) {
                look(table, keysOf(table, rows), onSource, onTarget, differing, equal);
              }
            });
    if (!looked) {
      throw new SQLTransientException(
          "no hop within " + HOP.toSeconds() + " s to look at rows in: " + sync.status());
    }
    return differing;
  }

  private void look(
      MappedTable table,
      List<RowKey> keys,
      Connection onSource,
      Connection onTarget,
      Set<TableKey> differing,
      Map<TableKey, String> equal)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    Map<RowKey, String> there =
        source.database().digests().rowHashes(onSource, table.on(Side.SOURCE), keys);
    Map<RowKey, String> here =
        target.database().digests().rowHashes(onTarget, table.on(Side.TARGET), keys);
    for (RowKey key : keys) {
      var row = new TableKey(table.name(), key);
      if (Objects.equals(there.get(key), here.get(key))) {
        equal.put(row, Objects.requireNonNullElse(there.get(key), ""));
      } else {
        differing.add(row);
      }
    }
  }

  private static List<RowKey> keysOf(MappedTable table, Set<TableKey> rows) {
    var keys = new ArrayList<RowKey>();
    for (TableKey row : rows) {
      if (row.table().equals(table.name())) {
        keys.add(row.key());
      }
    }
    return keys;
  }
}
