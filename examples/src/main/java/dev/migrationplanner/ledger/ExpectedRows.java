package dev.migrationplanner.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What must be in one table: each key ever written, with its last acknowledged row or as removed.
 */
final class ExpectedRows {

  /** One key's truth. The mark says in which pass of the judge it was last seen. */
  static final class Entry {
    private byte @Nullable [] cells;
    private int mark;

    /** The row's cells, or null for a removed key. */
    byte @Nullable [] cells() {
      return cells;
    }

    void mark(int pass) {
      mark = pass;
    }

    boolean markedIn(int pass) {
      return mark == pass;
    }
  }

  private final TableShape table;
  private final Map<String, Entry> entries = new HashMap<>();
  private int passes;

  ExpectedRows(TableShape table) {
    this.table = table;
  }

  TableShape table() {
    return table;
  }

  void apply(Effect effect) {
    Entry entry = entries.computeIfAbsent(effect.key().text(), key -> new Entry());
    entry.cells = effect instanceof Effect.Put put ? Cells.of(put.row().values()) : null;
  }

  /** A number that marks no entry yet. */
  int nextPass() {
    return ++passes;
  }

  @Nullable Entry entry(String key) {
    return entries.get(key);
  }

  @Nullable Row row(Key key) {
    Entry entry = entries.get(key.text());
    return entry == null || entry.cells == null ? null : Cells.row(table, entry.cells);
  }

  void forEach(BiConsumer<String, Entry> visitor) {
    entries.forEach(visitor);
  }
}
