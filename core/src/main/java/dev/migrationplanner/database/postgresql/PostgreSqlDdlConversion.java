package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl.Conversion;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One schema on its way into PostgreSQL. A PostgreSQL schema stays as it is. */
final class PostgreSqlDdlConversion {

  private static final String TIED =
      "it stays as in the lossless profile: a foreign key ties it to a column that does";

  private final String schema;
  private final Schema source;
  private final boolean same;
  private final PostgreSqlDdlKeys keys;
  private final Map<String, Idiom> idioms;
  private final List<String> unsettled;
  private final PostgreSqlDdlNames names = new PostgreSqlDdlNames();
  private final List<Note> notes = new ArrayList<>();

  PostgreSqlDdlConversion(String schema, Schema source, Dialect from, Map<String, Idiom> idioms) {
    this.schema = schema;
    this.source = source;
    this.same = from == Dialect.POSTGRESQL;
    this.keys = new PostgreSqlDdlKeys(source);
    this.idioms = new PostgreSqlIdioms(source).settled(idioms);
    this.unsettled = idioms.keySet().stream().filter(c -> !this.idioms.containsKey(c)).toList();
  }

  Conversion convert() {
    source.tables().forEach(t -> names.take(t.name()));
    List<Table> tables = source.tables().stream().map(same ? this::keep : this::convert).toList();
    source.others().forEach(this::noteOther);
    unsettled.forEach(c -> note("T07", c, Fidelity.EXACT, TIED));
    return new Conversion(new Schema(schema, tables, List.of()), notes);
  }

  private Table keep(Table table) {
    var columns = new ArrayList<Column>();
    table.columns().forEach(c -> columns.add(PostgreSqlDdlColumns.kept(c, enumType(table, c))));
    return new Table(
        table.name(),
        columns,
        table.primaryKey(),
        table.indexes(),
        table.foreignKeys(),
        table.checks(),
        table.storage(),
        table.comment());
  }

  private Table convert(Table table) {
    String name = PostgreSqlDdlNames.fit(table.name());
    if (!name.equals(table.name())) {
      note(
          "H52", table.name(), Fidelity.EXACT, "the name is too long; the table is called " + name);
    }
    var columns = new PostgreSqlDdlColumns(table, name, keys, idioms, notes);
    List<Column> converted =
        table.columns().stream().map(c -> columns.convert(c, enumType(table, c))).toList();
    var checks = new ArrayList<>(checks(table));
    checks.addAll(columns.labels(converted));
    checks.addAll(columns.guards(converted));
    noteStorage(table);
    return new Table(
        name,
        converted,
        primaryKey(table, name),
        new PostgreSqlDdlIndexes(table, name, names, idioms, notes).convert(),
        foreignKeys(table),
        checks,
        "heap",
        table.comment());
  }

  private @Nullable Key primaryKey(Table table, String name) {
    Key key = table.primaryKey();
    return key == null ? null : new Key(names.take(name + "_pkey"), renamed(key.columns()));
  }

  private List<ForeignKey> foreignKeys(Table table) {
    var converted = new ArrayList<ForeignKey>();
    for (ForeignKey key : table.foreignKeys()) {
      if (keys.referencesUnique(key)) {
        converted.add(foreignKey(key));
      } else {
        String text = "references columns that are not unique, or a table that stays; not carried";
        note("H39", table.name() + "." + key.name(), Fidelity.EXACT, text);
      }
    }
    return converted;
  }

  private static ForeignKey foreignKey(ForeignKey key) {
    return new ForeignKey(
        PostgreSqlDdlNames.fit(key.name()),
        renamed(key.columns()),
        PostgreSqlDdlNames.fit(key.referencedTable()),
        renamed(key.referencedColumns()),
        key.onDelete(),
        key.onUpdate());
  }

  private List<Check> checks(Table table) {
    var converted = new ArrayList<Check>();
    for (Check check : table.checks()) {
      if (check.sql().toLowerCase(java.util.Locale.ROOT).contains("json_valid")) {
        continue; // The type json says it.
      }
      Optional<String> sql = PostgreSqlDdlExpressions.overColumns(check.sql(), table);
      if (sql.isPresent()) {
        converted.add(new Check(PostgreSqlDdlNames.fit(check.name()), sql.get()));
      } else {
        String text = "the check has no certain twin and is not carried";
        note("H40", table.name() + "." + check.name(), Fidelity.EXACT, text);
      }
    }
    return converted;
  }

  private String enumType(Table table, Column column) {
    if (!(column.type() instanceof dev.migrationplanner.schema.SqlType.EnumType type)
        || !PostgreSqlDdlTypes.fitsNativeEnum(type)
        || idioms.containsKey(PostgreSqlIdioms.name(table, column))) {
      return "text";
    }
    return PostgreSqlDdlStatements.quote(schema)
        + "."
        + PostgreSqlDdlStatements.quote(names.take(table.name() + "_" + column.name()));
  }

  private void noteStorage(Table table) {
    String storage = table.storage().toLowerCase(java.util.Locale.ROOT);
    if (storage.contains("partition")) {
      note("H50", table.name(), Fidelity.EXACT, "partitions are not carried: one plain table");
    }
    if (storage.contains("version")) {
      note("H64", table.name(), Fidelity.EXACT, "only current rows are carried, not their history");
    }
  }

  private void noteOther(OtherObject other) {
    String kind = other.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    note("H51", other.name(), Fidelity.EXACT, "this " + kind + " is not carried; translate it");
  }

  private void note(String rule, String object, Fidelity fidelity, String text) {
    notes.add(new Note(rule, object, fidelity, text));
  }

  private static List<String> renamed(List<String> columns) {
    return columns.stream().map(PostgreSqlDdlNames::column).toList();
  }
}
