package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.SqlType.EnumType;
import dev.migrationplanner.schema.SqlType.GeometryType;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.SqlType.UnknownType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Columns of one MySQL table on their way into PostgreSQL. */
final class PostgreSqlDdlColumns {

  private final Table source;
  private final String tableName;
  private final PostgreSqlDdlKeys keys;
  private final Map<String, Idiom> idioms;
  private final List<Note> notes;

  PostgreSqlDdlColumns(
      Table source,
      String tableName,
      PostgreSqlDdlKeys keys,
      Map<String, Idiom> idioms,
      List<Note> notes) {
    this.source = source;
    this.tableName = tableName;
    this.keys = keys;
    this.idioms = idioms;
    this.notes = notes;
  }

  /** A PostgreSQL column as it is, but for the name of its enum type. */
  static Column kept(Column column, String enumType) {
    String nativeType = column.type() instanceof EnumType ? enumType : column.nativeType();
    return new Column(
        column.name(),
        column.type(),
        nativeType,
        column.nullable(),
        column.identity() ? new DefaultValue.None() : column.defaultValue(),
        column.identity(),
        column.generation(),
        column.updatesToNow(),
        column.comment());
  }

  Column convert(Column column, String enumType) {
    var held = held(column, enumType);
    noteType(column, held);
    String generation = generation(column);
    boolean orphaned = column.generated() && generation == null;
    return new Column(
        PostgreSqlDdlNames.column(column.name()),
        held.type(),
        held.nativeType(),
        column.nullable() || orphaned,
        column.generated() || column.identity() ? new DefaultValue.None() : value(column, held),
        column.identity() && held.type() instanceof IntegerType,
        generation,
        column.updatesToNow(),
        column.comment());
  }

  private PostgreSqlDdlTypes.Held held(Column column, String enumType) {
    Idiom idiom = idiom(column);
    return idiom == null
        ? PostgreSqlDdlTypes.held(column, keys.counted(source, column), enumType)
        : PostgreSqlIdioms.held(idiom);
  }

  private @Nullable Idiom idiom(Column column) {
    return idioms.get(PostgreSqlIdioms.name(source, column));
  }

  /** Checks that stay for good: the labels of a text that was an ENUM. */
  List<Check> labels(List<Column> converted) {
    var checks = new ArrayList<Check>();
    for (int i = 0; i < converted.size(); i++) {
      Column column = source.columns().get(i);
      if (idiom(column) == Idiom.CHECKED_TEXT && column.type() instanceof EnumType labels) {
        String name = converted.get(i).name();
        checks.add(
            new Check(
                PostgreSqlDdlNames.joined(tableName, name, "check"),
                PostgreSqlDdlGuards.labels(labels, PostgreSqlDdlStatements.quote(name))));
      }
    }
    return checks;
  }

  /** The guards of the table's columns. */
  List<Check> guards(List<Column> converted) {
    var guards = new ArrayList<Check>();
    for (int i = 0; i < converted.size(); i++) {
      Column column = source.columns().get(i);
      Column held = converted.get(i);
      String condition =
          PostgreSqlDdlGuards.condition(
              column, held.nativeType(), PostgreSqlDdlStatements.quote(held.name()));
      if (condition != null && !held.generated()) {
        guards.add(new Check(PostgreSqlDdlStatements.guardName(tableName, held.name()), condition));
      }
    }
    return guards;
  }

  private DefaultValue value(Column column, PostgreSqlDdlTypes.Held held) {
    Optional<DefaultValue> value = PostgreSqlDdlDefaults.translate(column, held.type());
    if (value.isEmpty()) {
      note("H49", column, Fidelity.EXACT, "its default has no twin; name the value in INSERTs");
    }
    return value.orElse(new DefaultValue.None());
  }

  private @Nullable String generation(Column column) {
    String sql = column.generation();
    if (sql == null) {
      return null;
    }
    Optional<String> translated = PostgreSqlDdlExpressions.overColumns(sql, source);
    if (translated.isEmpty()) {
      note(
          "H48",
          column,
          Fidelity.BLOCKED,
          "its expression has no certain twin; nothing fills it: write the expression by hand");
    }
    return translated.orElse(null);
  }

  private void noteType(Column column, PostgreSqlDdlTypes.Held held) {
    if (!PostgreSqlDdlNames.column(column.name()).equals(column.name())) {
      note("H52", column, Fidelity.EXACT, "PostgreSQL cannot have this name; it is shortened");
    }
    if (column.type() instanceof UnknownType unknown) {
      note("TYPE", column, Fidelity.BLOCKED, "type " + unknown.nativeName() + " is not carried");
    }
    if (column.type() instanceof IntegerType whole
        && whole.unsigned()
        && held.nativeType().equals("bigint")
        && whole.bits() == 64) {
      note("H13", column, Fidelity.EXACT, "held as bigint; values from 2^63 on are refused");
    }
    if (column.identity() && !(held.type() instanceof IntegerType)) {
      note("H19", column, Fidelity.EXACT, "only whole numbers can be numbered; it is not");
    }
    noteMeaning(column);
  }

  private void noteMeaning(Column column) {
    Idiom idiom = idiom(column);
    if (idiom != null) {
      Fidelity fidelity = idiom == Idiom.JSON_TREE ? Fidelity.CANONICAL : Fidelity.EXACT;
      note("T08", column, fidelity, PostgreSqlIdioms.reason(idiom));
      return;
    }
    if (PostgreSqlDdlTypes.fidelity(column.type()) == Fidelity.CANONICAL) {
      note("H35", column, Fidelity.CANONICAL, "jsonb: equal as a value, spelled its own way");
    }
    if (column.type() instanceof EnumType labels && !PostgreSqlDdlTypes.fitsNativeEnum(labels)) {
      note("H32", column, Fidelity.EXACT, "a label is longer than 63 bytes; held as checked text");
    }
    if (column.type() instanceof GeometryType) {
      note("H45", column, Fidelity.EXACT, "held as bytes (SRID, WKB); spatial functions need more");
    }
    if (column.updatesToNow()) {
      note(
          "H09", column, Fidelity.EXACT, "a trigger does it; setting it to itself counts as unset");
    }
    if (column.type() instanceof TextType text
        && PostgreSqlDdlCharsets.narrow(text.collation().name())) {
      String name = text.collation().name();
      note(
          "H26",
          column,
          Fidelity.EXACT,
          PostgreSqlDdlCharsets.guarded(name)
              ? "a guard refuses what " + name + " cannot hold"
              : "what " + name + " cannot hold cannot go back");
    }
  }

  private void note(String rule, Column column, Fidelity fidelity, String text) {
    notes.add(new Note(rule, source.name() + "." + column.name(), fidelity, text));
  }
}
