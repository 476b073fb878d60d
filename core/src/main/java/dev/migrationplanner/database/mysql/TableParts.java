package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of information_schema into tables. */
final class TableParts {

  private final Flavour flavour;
  private final Predicate<String> wanted;
  private final Map<String, Parts> tables = new LinkedHashMap<>();

  TableParts(Flavour flavour, Predicate<String> wanted) {
    this.flavour = flavour;
    this.wanted = wanted;
  }

  void table(ResultSet row) throws SQLException {
    String name = row.getString(1);
    String type = text(row.getString(2));
    if (type.equals("SEQUENCE") || type.equals("TEMPORARY") || !wanted.test(name)) {
      return;
    }
    String options = text(row.getString(5));
    String storage =
        text(row.getString(3))
            + (options.contains("partitioned") ? " partitioned" : "")
            + (type.equals("SYSTEM VERSIONED") ? " system-versioned" : "");
    tables.put(name, new Parts(name, storage, text(row.getString(4))));
  }

  void check(ResultSet row) throws SQLException {
    Parts parts = tables.get(row.getString(1));
    if (parts != null) {
      parts.checks.add(new Check(row.getString(2), row.getString(3)));
    }
  }

  void indexPart(ResultSet row) throws SQLException {
    Parts parts = tables.get(row.getString(1));
    if (parts == null) {
      return;
    }
    String expression = row.getString(8);
    String column = row.getString(4);
    boolean prefixed = !row.getString(7).equals("SPATIAL") && !row.getString(7).equals("FULLTEXT");
    parts
        .indexes
        .computeIfAbsent(row.getString(2), n -> new IndexParts())
        .add(
            kind(text(row.getString(7)), row.getInt(3) == 0),
            new Index.Part(
                expression == null ? text(column) : expression,
                expression != null,
                prefixed ? row.getInt(6) : 0,
                "D".equals(row.getString(5))));
  }

  private static Index.Kind kind(String type, boolean unique) {
    return switch (type) {
      case "FULLTEXT" -> Index.Kind.FULLTEXT;
      case "SPATIAL" -> Index.Kind.SPATIAL;
      case "VECTOR" -> Index.Kind.OTHER;
      default -> unique ? Index.Kind.UNIQUE : Index.Kind.PLAIN;
    };
  }

  void column(ResultSet row) throws SQLException {
    Parts parts = tables.get(row.getString(1));
    if (parts == null) {
      return;
    }
    String name = row.getString(2);
    String nativeType = row.getString(11);
    SqlType type = parts.takeJsonCheck(name) ? new SqlType.JsonType(true) : ColumnTypes.of(row);
    String extra = text(row.getString(12)).toLowerCase(java.util.Locale.ROOT);
    String generation = text(row.getString(14));
    parts.columns.add(
        new Column(
            name,
            type,
            nativeType,
            row.getString(4).equals("YES"),
            flavour.isMariaDb()
                ? ColumnDefaults.mariaDb(row.getString(3), type)
                : ColumnDefaults.mySql(row.getString(3), extra, type),
            extra.contains("auto_increment"),
            generation.isEmpty() ? null : generation,
            extra.contains("on update"),
            text(row.getString(13))));
  }

  void foreignKeyPart(ResultSet row, String database) throws SQLException {
    Parts parts = tables.get(row.getString(1));
    if (parts == null) {
      return;
    }
    String schema = row.getString(4);
    String table = row.getString(5);
    var key =
        parts.foreignKeys.computeIfAbsent(
            row.getString(2), n -> new ForeignKeyParts(n, new ArrayList<>(), new ArrayList<>()));
    key.table = schema.equals(database) ? table : schema + "." + table;
    key.onDelete = action(row.getString(7));
    key.onUpdate = action(row.getString(8));
    key.columns.add(row.getString(3));
    key.referenced.add(row.getString(6));
  }

  private static ForeignKey.Action action(String rule) {
    return switch (rule) {
      case "CASCADE" -> ForeignKey.Action.CASCADE;
      case "SET NULL" -> ForeignKey.Action.SET_NULL;
      case "SET DEFAULT" -> ForeignKey.Action.SET_DEFAULT;
      default -> ForeignKey.Action.RESTRICT;
    };
  }

  List<Table> build() {
    return tables.values().stream().map(Parts::build).toList();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static final class IndexParts {
    private Index.Kind kind = Index.Kind.PLAIN;
    private final List<Index.Part> parts = new ArrayList<>();

    void add(Index.Kind partKind, Index.Part part) {
      kind = partKind;
      parts.add(part);
    }
  }

  private static final class ForeignKeyParts {
    private final String name;
    private final List<String> columns;
    private final List<String> referenced;
    private String table = "";
    private ForeignKey.Action onDelete = ForeignKey.Action.RESTRICT;
    private ForeignKey.Action onUpdate = ForeignKey.Action.RESTRICT;

    ForeignKeyParts(String name, List<String> columns, List<String> referenced) {
      this.name = name;
      this.columns = columns;
      this.referenced = referenced;
    }

    ForeignKey build() {
      return new ForeignKey(name, columns, table, referenced, onDelete, onUpdate);
    }
  }

  private static final class Parts {
    private final String name;
    private final String storage;
    private final String comment;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, IndexParts> indexes = new LinkedHashMap<>();
    private final Map<String, ForeignKeyParts> foreignKeys = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();

    Parts(String name, String storage, String comment) {
      this.name = name;
      this.storage = storage;
      this.comment = comment;
    }

    /** MariaDB's JSON is a long text with this very check, which the type then stands for. */
    boolean takeJsonCheck(String column) {
      String clause = "json_valid(`" + column.replace("`", "``") + "`)";
      return checks.removeIf(c -> c.sql().equalsIgnoreCase(clause));
    }

    Table build() {
      IndexParts primary = indexes.remove("PRIMARY");
      return new Table(
          name,
          columns,
          primary == null
              ? null
              : new Key("PRIMARY", primary.parts.stream().map(Index.Part::term).toList()),
          indexes.entrySet().stream()
              .map(e -> new Index(e.getKey(), e.getValue().kind, e.getValue().parts))
              .toList(),
          foreignKeys.values().stream().map(ForeignKeyParts::build).toList(),
          checks,
          storage,
          comment);
    }
  }
}
