package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.KeyChange.Kind;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts transactions together: keys only, the last thing that happened to each. A transaction of
 * very many keys comes in parts; all but the last end where the transaction before it ended, so
 * that who resumes there gets the whole of it again.
 */
final class TransactionAssembly implements PgOutput.Listener {

  static final int KEYS_PER_PART_MAX = 50_000;

  private record TableAndKey(String table, RowKey key) {}

  private final String schema;
  private final Map<String, TableView> views;
  private final XidClock clock;
  private final Consumer<LoggedTransaction> whole;
  private final Map<Integer, LoggedRelation> relations = new HashMap<>();
  private Map<TableAndKey, Kind> changes = new LinkedHashMap<>();
  private final List<TableStatement> statements = new ArrayList<>();
  private @Nullable HopMark hop;
  private boolean marked;
  private boolean parted;
  private long xid;
  private LogPlace end;

  TransactionAssembly(
      String schema,
      List<TableView> tables,
      XidClock clock,
      LogPlace from,
      Consumer<LoggedTransaction> whole) {
    this.schema = schema;
    this.views = tables.stream().collect(Collectors.toMap(TableView::name, t -> t));
    this.clock = clock;
    this.end = from;
    this.whole = whole;
  }

  /** Forgets a transaction that broke off: it will come again from there. */
  void resume(LogPlace from) {
    end = from;
    reset();
  }

  private void reset() {
    forgetChanges();
    statements.clear();
    hop = null;
    marked = false;
    parted = false;
  }

  /** Clearing a map takes as long as it ever was large. */
  private void forgetChanges() {
    if (changes.size() > 1_000) {
      changes = new LinkedHashMap<>();
    } else {
      changes.clear();
    }
  }

  @Override
  public void begin(int shortXid) {
    reset();
    xid = clock.widen(shortXid);
  }

  @Override
  public void relation(
      int id, String relationSchema, String name, List<String> columns, String shape) {
    TableView view = relationSchema.equals(schema) ? views.get(name) : null;
    var now = new LoggedRelation(relationSchema, name, columns, shape, view);
    LoggedRelation before = relations.put(id, now);
    if (before != null && before.view() != null && !before.name().equals(name)) {
      statement(
          TableStatement.Kind.REPLACED,
          before.name(),
          "it is now called " + relationSchema + "." + name);
    } else if (before != null && view != null && !before.shape().equals(shape)) {
      statement(
          now.onlyGrew(before) ? TableStatement.Kind.DDL : TableStatement.Kind.REPLACED,
          name,
          "its columns, their types or its replica identity changed");
    } else {
      now.strangeness().ifPresent(what -> statement(TableStatement.Kind.DDL, name, what));
    }
  }

  private void statement(TableStatement.Kind kind, String table, String text) {
    statements.add(new TableStatement(kind, table, text));
  }

  @Override
  public void insert(int relation, @Nullable String[] row) {
    LoggedRelation table = relation(relation);
    if (table.isHop()) {
      mark(table, row);
    } else if (table.view() != null) {
      put(table, table.key(row, null), Kind.INSERT);
    }
  }

  @Override
  public void update(int relation, @Nullable String @Nullable [] old, @Nullable String[] row) {
    LoggedRelation table = relation(relation);
    if (table.isHop()) {
      mark(table, row);
    } else if (table.view() != null) {
      RowKey now = table.key(row, old);
      RowKey before = old == null ? now : table.key(old, null);
      if (before.equals(now)) {
        put(table, now, Kind.UPDATE);
      } else {
        put(table, before, Kind.DELETE);
        put(table, now, Kind.INSERT);
      }
    }
  }

  @Override
  public void delete(int relation, @Nullable String[] old) {
    LoggedRelation table = relation(relation);
    if (table.view() != null) {
      put(table, table.key(old, null), Kind.DELETE);
    }
  }

  private void mark(LoggedRelation table, @Nullable String[] row) {
    hop =
        new HopMark(
            table.text("migration", row),
            table.text("direction", row),
            Long.parseLong(table.text("hop", row)));
  }

  private void put(LoggedRelation table, RowKey key, Kind kind) {
    if (changes.size() >= KEYS_PER_PART_MAX) {
      hand();
      forgetChanges();
      statements.clear();
      parted = true;
    }
    changes.put(new TableAndKey(table.name(), key), kind);
  }

  @Override
  public void truncate(int[] truncated) {
    for (int id : truncated) {
      LoggedRelation table = relation(id);
      if (table.view() != null) {
        statements.add(new TableStatement(TableStatement.Kind.TRUNCATE, table.name(), "TRUNCATE"));
      }
    }
  }

  @Override
  public void message(String prefix) {
    marked |= prefix.equals("migration_planner");
  }

  @Override
  public void commit(long endLsn) {
    end = end.at(endLsn);
    if (marked || parted || hop != null || !changes.isEmpty() || !statements.isEmpty()) {
      hand();
    }
    reset();
  }

  private void hand() {
    var list = new ArrayList<KeyChange>(changes.size());
    changes.forEach((key, kind) -> list.add(new KeyChange(key.table(), key.key(), kind)));
    whole.accept(
        new LoggedTransaction(
            new ChangeTag(Long.toString(xid)), end.position(), list, hop, statements));
  }

  private LoggedRelation relation(int id) {
    LoggedRelation relation = relations.get(id);
    if (relation == null) {
      throw new IllegalStateException("the log names a table that it did not describe: " + id);
    }
    return relation;
  }
}
