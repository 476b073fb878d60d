package dev.migrationplanner.survey;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.Map;
import java.util.TreeMap;

/** How each column fares: by its type, or worse where the conversion says so. */
record Fidelities(Ddl ddl, Ddl.Conversion conversion) {

  Map<String, Fidelity> of(Schema schema) {
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
