package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Ddl.Conversion;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Dialect;
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

  private static final String GUARD = "_guard";

  private final boolean mariaDb;
  private final Schema source;
  private final boolean same;
  private final List<Note> notes = new ArrayList<>();

  MySqlDdlConversion(boolean mariaDb, Schema source, Dialect from) {
    this.mariaDb = mariaDb;
    this.source = source;
    this.same = from != Dialect.POSTGRESQL;
  }

  Conversion convert() {
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
    Optional<String> generation = generation(table, column, place);
    return new Column(
        column.name(),
        held.type(),
        held.nativeType(),
        column.nullable() || column.generated() && generation.isEmpty(),
        column.identity() || column.generated()
            ? new DefaultValue.None()
            : defaultValue(place, column),
        column.identity(),
        generation.orElse(null),
        column.updatesToNow(),
        column.comment());
  }

  private Optional<String> generation(Table table, Column column, String place) {
    String sql = column.generation();
    if (sql == null) {
      return Optional.empty();
    }
    Optional<String> translated = MySqlDdlExpressions.overColumns(sql, table);
    if (translated.isEmpty()) {
      String text = "its expression has no certain twin; nothing fills it: write it by hand";
      note("R11", place, Fidelity.BLOCKED, text);
    }
    return translated;
  }

  private DefaultValue defaultValue(String place, Column column) {
    if (column.defaultValue() instanceof DefaultValue.Literal literal
        && column.type() instanceof SqlType.InstantType) {
      return instant(place, literal.text());
    }
    if (!(column.defaultValue() instanceof DefaultValue.Expression expression)) {
      return column.defaultValue();
    }
    Optional<DefaultValue> value = MySqlDdlDefaults.translate(expression.sql(), column.type());
    if (value.isEmpty()) {
      note("H49", place, Fidelity.EXACT, "its default has no twin; name the value in INSERTs");
    }
    return value.orElse(new DefaultValue.None());
  }

  /** A point in time is printed in the session's zone, which is UTC in ours. */
  private DefaultValue instant(String place, String text) {
    if (text.endsWith("+00")) {
      return new DefaultValue.Literal(text.substring(0, text.length() - 3));
    }
    note("H49", place, Fidelity.EXACT, "its default has no twin; name the value in INSERTs");
    return new DefaultValue.None();
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
      String zero = mariaDb ? "; MariaDB before 11 stores -0 as 0" : "";
      note("R03", place, Fidelity.EXACT, "NaN and Infinity are refused" + zero);
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
      if (index.name().endsWith(GUARD)) {
        continue; // One of ours: the schema came from here.
      }
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
    var guards = new ArrayList<Check>();
    table.checks().stream()
        .filter(c -> !c.name().endsWith(GUARD))
        .forEach(c -> check(table, c).ifPresent(guards::add));
    for (int i = 0; i < columns.size(); i++) {
      Column from = table.columns().get(i);
      Column held = columns.get(i);
      // No check may look at a column that a foreign key's action writes; its parent is guarded.
      boolean tied = inForeignKey(table, from.name());
      if (!held.generated() && !tied) {
        MySqlDdlGuards.of(table.name(), from, held)
            .or(() -> MySqlDdlGuards.ofTimeOfDay(table.name(), from, held))
            .ifPresent(guards::add);
      }
    }
    return guards;
  }

  private static boolean inForeignKey(Table table, String column) {
    return table.foreignKeys().stream().anyMatch(k -> k.columns().contains(column));
  }

  private Optional<Check> check(Table table, Check check) {
    Optional<String> sql = MySqlDdlExpressions.overColumns(check.sql(), table);
    boolean tied =
        sql.isPresent()
            && table.columns().stream()
                .filter(c -> c.identity() || inForeignKey(table, c.name()))
                .anyMatch(c -> sql.get().contains(MySqlDdlStatements.quote(c.name())));
    if (sql.isEmpty() || tied) {
      String why =
          tied ? "looks at a column that a foreign key or a counter writes" : "has no certain twin";
      String place = table.name() + "." + check.name();
      note("H40", place, Fidelity.EXACT, "the check " + why + " and is not carried");
      return Optional.empty();
    }
    String name = MySqlDdlNames.joined(table.name(), check.name());
    return Optional.of(new Check(name, sql.get()));
  }

  private void noteOther(OtherObject other) {
    String kind = other.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    note("H51", other.name(), Fidelity.EXACT, "this " + kind + " is not carried; translate it");
  }

  private void note(String rule, String object, Fidelity fidelity, String text) {
    notes.add(new Note(rule, object, fidelity, text));
  }
}
