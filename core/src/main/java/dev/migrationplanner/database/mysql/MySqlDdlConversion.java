package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Ddl.Conversion;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One schema on its way into MySQL or MariaDB. A schema of theirs stays as it is. */
final class MySqlDdlConversion {

  private final boolean mariaDb;
  private final Schema source;
  private final List<Note> notes = new ArrayList<>();

  MySqlDdlConversion(boolean mariaDb, Schema source) {
    this.mariaDb = mariaDb;
    this.source = source;
  }

  Conversion convert() {
    boolean same = !MySqlDdlOrigin.isPostgreSql(source);
    List<Table> tables =
        same ? source.tables() : source.tables().stream().map(this::convert).toList();
    source.others().forEach(this::noteOther);
    return new Conversion(new Schema(source.name(), tables, List.of()), notes);
  }

  private Table convert(Table table) {
    var keys = new MySqlDdlKeys(source, table);
    List<Column> columns =
        table.columns().stream().map(c -> column(table, c, keys.parts(c.name()))).toList();
    return new Table(
        table.name(),
        columns,
        table.primaryKey(),
        indexes(table, columns),
        foreignKeys(table),
        checks(table, columns),
        "InnoDB",
        table.comment());
  }

  private Column column(Table table, Column column, int keyParts) {
    String place = table.name() + "." + column.name();
    SqlType type = column.type();
    var held = MySqlDdlTypes.held(type, mariaDb, keyParts);
    noteType(place, type, keyParts);
    if (column.generated()) {
      note("R11", place, Fidelity.BLOCKED, "its expression is not carried: write it by hand");
    }
    return new Column(
        column.name(),
        held.type(),
        held.nativeType(),
        column.nullable() || column.generated(),
        column.identity() ? new DefaultValue.None() : defaultValue(place, column),
        column.identity(),
        null,
        column.updatesToNow(),
        column.comment());
  }

  private DefaultValue defaultValue(String place, Column column) {
    if (!(column.defaultValue() instanceof DefaultValue.Expression expression)) {
      return column.defaultValue();
    }
    Optional<DefaultValue> value = MySqlDdlDefaults.translate(expression.sql(), column.type());
    if (value.isEmpty()) {
      note("H49", place, Fidelity.EXACT, "its default has no twin; name the value in INSERTs");
    }
    return value.orElse(new DefaultValue.None());
  }

  private void noteType(String place, SqlType type, int keyParts) {
    Fidelity fidelity = MySqlDdlTypes.fidelity(type, mariaDb);
    if (type instanceof SqlType.UnknownType unknown) {
      note("R01", place, fidelity, "type " + unknown.nativeName() + " is not carried");
    }
    if (type instanceof SqlType.DecimalType && fidelity == Fidelity.LOSSY) {
      note("R02", place, fidelity, "held as decimal(65,30); digits beyond, NaN and Infinity fail");
    }
    if (type instanceof SqlType.FloatType) {
      note("R03", place, Fidelity.EXACT, "NaN and Infinity are refused");
    }
    if (type instanceof SqlType.InstantType) {
      note("R04", place, Fidelity.EXACT, "held as datetime in UTC; infinity and BC are refused");
    }
    if (keyParts > 0 && type instanceof SqlType.TextType text && text.lengthMax() == 0) {
      note("R06", place, Fidelity.EXACT, "bounded, because it is in a key; longer text is refused");
    }
    if (fidelity == Fidelity.CANONICAL) {
      note("R08", place, fidelity, "json: equal as a value, spelled its own way");
    }
  }

  private List<Index> indexes(Table table, List<Column> columns) {
    var converted = new ArrayList<Index>();
    for (Index index : table.indexes()) {
      boolean plain = index.parts().stream().noneMatch(Index.Part::expression);
      if (index.kind() == Index.Kind.OTHER || !plain) {
        note("R12", table.name() + "." + index.name(), Fidelity.EXACT, "has no twin; not carried");
      } else {
        converted.add(MySqlDdlKeys.index(index, columns));
      }
    }
    return converted;
  }

  private List<ForeignKey> foreignKeys(Table table) {
    var carried = new ArrayList<ForeignKey>();
    for (ForeignKey key : table.foreignKeys()) {
      if (source.table(key.referencedTable()).isPresent()) {
        carried.add(key);
      } else {
        String text = "references a table that stays; not carried";
        note("H39", table.name() + "." + key.name(), Fidelity.EXACT, text);
      }
    }
    return carried;
  }

  private List<Check> checks(Table table, List<Column> columns) {
    table
        .checks()
        .forEach(
            c ->
                note(
                    "H40",
                    table.name() + "." + c.name(),
                    Fidelity.EXACT,
                    "the check has no certain twin and is not carried"));
    var guards = new ArrayList<Check>();
    for (Column column : columns) {
      if (column.type() instanceof SqlType.BooleanType) {
        String name = MySqlDdlStatements.quote(column.name());
        guards.add(new Check(table.name() + "_" + column.name() + "_guard", name + " IN (0, 1)"));
      }
    }
    return guards;
  }

  private void noteOther(OtherObject other) {
    String kind = other.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    note("H51", other.name(), Fidelity.EXACT, "this " + kind + " is not carried; translate it");
  }

  private void note(String rule, String object, Fidelity fidelity, String text) {
    notes.add(new Note(rule, object, fidelity, text));
  }
}
