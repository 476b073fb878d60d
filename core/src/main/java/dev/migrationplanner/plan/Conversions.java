package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.Ddl.Tried;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.plan.Facts.TableDdl;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a schema becomes on a target, with the statements that make it. Pure. */
public record Conversions(Ddl ddl, Schema schema, Ddl.Conversion conversion) {

  /** Of the source's schema, into the engine of that DDL. */
  public static Conversions of(Ddl ddl, Schema schema, Dialect from) {
    return of(ddl, schema, from, Map.of());
  }

  /** The same with the columns that are proved to fit a type of that engine's own. */
  public static Conversions of(Ddl ddl, Schema schema, Dialect from, Map<String, Idiom> idioms) {
    return new Conversions(ddl, schema, ddl.convert(schema, from, idioms));
  }

  /** The same with more to say. */
  public Conversions noting(List<Note> more) {
    var notes = new ArrayList<Note>(conversion.notes());
    notes.addAll(more);
    return new Conversions(ddl, schema, new Ddl.Conversion(conversion.schema(), notes));
  }

  /** The same with what became of each object that is no table. */
  public Conversions tried(List<Tried> tried) {
    var notes = new ArrayList<Note>();
    conversion.notes().stream().filter(n -> !n.rule().equals("H51")).forEach(notes::add);
    for (Tried one : tried) {
      String kind = one.object().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String text = "this " + kind + " is not carried; " + one.outcome();
      notes.add(new Note("H51", one.object().name(), Fidelity.EXACT, text));
    }
    return new Conversions(ddl, schema, new Ddl.Conversion(conversion.schema(), notes));
  }

  /** The target's statements, by table. */
  public List<TableDdl> statements() {
    return conversion.schema().tables().stream().map(this::statements).toList();
  }

  private TableDdl statements(Table table) {
    Ddl.ForeignKeyStatements keys = ddl.createForeignKeys(table);
    return new TableDdl(
        table.name(),
        ddl.createTable(table),
        ddl.createIndexes(table),
        keys.create(),
        keys.validate(),
        ddl.analyze(table));
  }

  /** How each column fares: by its type, or worse where the conversion says so. */
  public Map<String, Fidelity> fidelities() {
    var fidelities = new TreeMap<String, Fidelity>();
    for (Table table : schema.tables()) {
      for (Column column : table.columns()) {
        if (!column.generated()) {
          fidelities.put(table.name() + "." + column.name(), ddl.fidelity(column.type()));
        }
      }
    }
    for (Note note : conversion.notes()) {
      fidelities.computeIfPresent(
          note.object(),
          (name, byType) -> note.fidelity().compareTo(byType) > 0 ? note.fidelity() : byType);
    }
    return fidelities;
  }
}
