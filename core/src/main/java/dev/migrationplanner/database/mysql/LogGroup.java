package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has changed so far. Above a bound its keys are let go, and the tables are
 * named in a statement instead: they are to be compared anew.
 */
final class LogGroup {

  static final int KEYS_MAX = 1_000_000;

  private final String gtid;
  private final boolean standalone;
  private final Map<Long, BinlogTable> tables = new HashMap<>();
  private final Map<TableKey, KeyChange.Kind> changes = new LinkedHashMap<>();
  private final List<TableStatement> statements = new ArrayList<>();
  private final Set<String> overflowing = new HashSet<>();
  private final Set<Long> hopTables = new HashSet<>();
  private @Nullable HopMark hop;
  private boolean begun;

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

  void add(String table, RowKey key, KeyChange.Kind kind) {
    if (overflowing.contains(table)) {
      return;
    }
    changes.put(new TableKey(table, key), kind);
    if (changes.size() > KEYS_MAX) {
      overflow();
    }
  }

  private void overflow() {
    changes.keySet().forEach(k -> overflowing.add(k.table()));
    changes.clear();
    for (String table : overflowing) {
      statements.add(
          new TableStatement(
              TableStatement.Kind.DDL,
              table,
              "more than " + KEYS_MAX + " rows changed in one transaction: compare the table"));
    }
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

  List<KeyChange> changes() {
    return changes.entrySet().stream()
        .map(e -> new KeyChange(e.getKey().table(), e.getKey().key(), e.getValue()))
        .toList();
  }

  /** Whether it concerns us at all. */
  boolean matters() {
    return hop != null || !changes.isEmpty() || !statements.isEmpty();
  }
}
