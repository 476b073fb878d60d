package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.ForeignKey.Action;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts tables together from the rows of the catalogue's queries. */
final class TableParts {

  private static final class Parts {
    final String name;
    final String storage;
    final String comment;
    final List<Column> columns = new ArrayList<>();
    final Map<String, IndexParts> indexes = new LinkedHashMap<>();
    final List<ForeignKey> foreignKeys = new ArrayList<>();
    final List<Check> checks = new ArrayList<>();

    Parts(String name, String storage, String comment) {
      this.name = name;
      this.storage = storage;
      this.comment = comment;
    }
  }

  private record IndexParts(
      boolean primary, Index.Kind kind, String definition, List<Index.Part> parts) {}

  private final Types types;
  private final Predicate<String> wanted;
  private final Map<Long, Parts> tables = new LinkedHashMap<>();

  TableParts(Types types, Predicate<String> wanted) {
    this.types = types;
    this.wanted = wanted;
  }

  void table(ResultSet row) throws SQLException {
    if (wanted.test(row.getString(2))) {
      tables.put(row.getLong(1), new Parts(row.getString(2), row.getString(3), row.getString(4)));
    }
  }

  void column(ResultSet row) throws SQLException {
    Parts table = tables.get(row.getLong(1));
    if (table == null) {
      return;
    }
    SqlType type = types.of(row.getLong(3), row.getInt(4), row.getLong(12));
    String expression = row.getString(7);
    boolean generated = row.getBoolean(9);
    boolean identity = row.getBoolean(8) || (row.getBoolean(10) && isNextValue(expression));
    table.columns.add(
        new Column(
            row.getString(2),
            type,
            row.getString(5),
            !row.getBoolean(6),
            identity || generated ? new DefaultValue.None() : Defaults.read(expression, type),
            identity,
            generated ? String.valueOf(expression) : null,
            false,
            row.getString(11)));
  }

  private static boolean isNextValue(@Nullable String expression) {
    return expression != null && expression.startsWith("nextval(");
  }

  void indexPart(ResultSet row) throws SQLException {
    Parts table = tables.get(row.getLong(1));
    if (table == null) {
      return;
    }
    boolean neutral = row.getBoolean(5);
    Index.Kind kind =
        !neutral ? Index.Kind.OTHER : row.getBoolean(4) ? Index.Kind.UNIQUE : Index.Kind.PLAIN;
    var index = new IndexParts(row.getBoolean(3), kind, row.getString(6), new ArrayList<>());
    var known = table.indexes.putIfAbsent(row.getString(2), index);
    String column = row.getString(9);
    (known == null ? index : known)
        .parts()
        .add(
            new Index.Part(
                column == null ? row.getString(8) : column, column == null, 0, row.getBoolean(10)));
  }

  void constraint(ResultSet row) throws SQLException {
    Parts table = tables.get(row.getLong(1));
    if (table == null) {
      return;
    }
    if (row.getString(3).equals("c")) {
      table.checks.add(new Check(row.getString(2), row.getString(9)));
      return;
    }
    table.foreignKeys.add(
        new ForeignKey(
            row.getString(2),
            texts(row.getArray(4)),
            row.getString(5),
            texts(row.getArray(6)),
            action(row.getString(7)),
            action(row.getString(8))));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private static Action action(String code) {
    return switch (code) {
      case "c" -> Action.CASCADE;
      case "n" -> Action.SET_NULL;
      case "d" -> Action.SET_DEFAULT;
      default -> Action.RESTRICT;
    };
  }

  List<Table> finish() {
    return tables.values().stream().map(TableParts::build).toList();
  }

  private static Table build(Parts parts) {
    Key primary = null;
    var indexes = new ArrayList<Index>();
    for (var entry : parts.indexes.entrySet()) {
      IndexParts index = entry.getValue();
      if (index.primary()) {
        primary = new Key(entry.getKey(), index.parts().stream().map(Index.Part::term).toList());
      } else {
        indexes.add(index(entry.getKey(), index));
      }
    }
    return new Table(
        parts.name,
        parts.columns,
        primary,
        indexes,
        parts.foreignKeys,
        parts.checks,
        parts.storage,
        parts.comment);
  }

  /** An index that the neutral words do not cover keeps its whole definition as its only part. */
  private static Index index(String name, IndexParts index) {
    return index.kind() == Index.Kind.OTHER
        ? new Index(name, index.kind(), List.of(new Index.Part(index.definition(), true, 0, false)))
        : new Index(name, index.kind(), index.parts());
  }
}
