package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.RowKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has changed so far. Above a bound its keys go to disk, and are handed on in
 * parts.
 */
final class LogGroup implements AutoCloseable {

  static final int KEYS_PER_PART_MAX = 50_000;

  private final String gtid;
  private final boolean standalone;
  private final Map<Long, BinlogTable> tables = new HashMap<>();
  private Map<TableKey, KeyChange.Kind> changes = new LinkedHashMap<>();
  private final List<TableStatement> statements = new ArrayList<>();
  private final Set<Long> hopTables = new HashSet<>();
  private @Nullable HopMark hop;
  private boolean begun;
  private @Nullable KeySpool spool;

  private record TableKey(String table, RowKey key) {}

  LogGroup(String gtid, boolean standalone) {
    this.gtid = gtid;
    this.standalone = standalone;
  }

  String gtid() {
    return gtid;
  }

  /** Whether one statement is all of it. */
  boolean standalone() {
    return standalone;
  }

  /** MySQL's BEGIN was seen: it ends with COMMIT or an XID. */
  void begin() {
    begun = true;
  }

  boolean begun() {
    return begun;
  }

  void map(long id, BinlogTable table) {
    tables.put(id, table);
  }

  void mapHops(long id) {
    hopTables.add(id);
  }

  boolean isHops(long id) {
    return hopTables.contains(id);
  }

  @Nullable BinlogTable table(long id) {
    return tables.get(id);
  }

  void add(String table, RowKey key, KeyChange.Kind kind) throws IOException {
    if (changes.size() >= KEYS_PER_PART_MAX) {
      spill();
    }
    changes.put(new TableKey(table, key), kind);
  }

  private void spill() throws IOException {
    KeySpool disk = spool;
    if (disk == null) {
      disk = new KeySpool();
      spool = disk;
    }
    disk.add(changes());
    changes = new LinkedHashMap<>();
  }

  void add(TableStatement statement) {
    statements.add(statement);
  }

  void mark(HopMark mark) {
    hop = mark;
  }

  @Nullable HopMark hop() {
    return hop;
  }

  List<TableStatement> statements() {
    return statements;
  }

  /**
   * Hands on all changes in the order in which they came: all parts but the last to {@code part}.
   *
   * @return the last part
   */
  List<KeyChange> parts(KeySpool.Taker part) throws IOException, InterruptedException {
    KeySpool disk = spool;
    if (disk != null) {
      disk.drain(part);
    }
    return changes();
  }

  private List<KeyChange> changes() {
    return changes.entrySet().stream()
        .map(e -> new KeyChange(e.getKey().table(), e.getKey().key(), e.getValue()))
        .toList();
  }

  /** Whether it concerns us at all. */
  boolean matters() {
    return hop != null || !changes.isEmpty() || !statements.isEmpty();
  }

  @Override
  public void close() throws IOException {
    KeySpool disk = spool;
    spool = null;
    if (disk != null) {
      disk.close();
    }
  }
}
