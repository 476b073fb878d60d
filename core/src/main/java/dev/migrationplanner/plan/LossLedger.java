package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.schema.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the values of every column fare. The first four are numbers of columns.
 *
 * @param entries all columns, by name
 */
public record LossLedger(int exact, int canonical, int lossy, int blocked, List<Entry> entries) {

  public LossLedger {
    entries = List.copyOf(entries);
  }

  /**
   * One column.
   *
   * @param from its type on the source
   * @param to its type on the target, "" where it has none
   * @param why what the conversion says of it, "" if nothing
   */
  public record Entry(String column, Fidelity fidelity, String from, String to, String why) {}

  static LossLedger of(Facts facts, TableMapping mapping) {
    Map<String, Fidelity> columns = facts.fidelity();
    var types = new HashMap<String, String[]>();
    facts
        .schema()
        .tables()
        .forEach(
            t ->
                t.columns()
                    .forEach(
                        c ->
                            types.put(
                                t.name() + "." + c.name(), new String[] {c.nativeType(), ""})));
    mapping.tables().forEach(t -> targets(t, types));
    var why = new HashMap<String, List<String>>();
    for (Note note : facts.conversion().notes()) {
      why.computeIfAbsent(note.object(), o -> new ArrayList<>())
          .add(note.rule() + " " + note.text());
    }
    return new LossLedger(
        count(columns, Fidelity.EXACT),
        count(columns, Fidelity.CANONICAL),
        count(columns, Fidelity.LOSSY),
        count(columns, Fidelity.BLOCKED),
        columns.entrySet().stream()
            .map(
                e -> {
                  String[] type = types.getOrDefault(e.getKey(), new String[] {"", ""});
                  String said = String.join("; ", why.getOrDefault(e.getKey(), List.of()));
                  return new Entry(e.getKey(), e.getValue(), type[0], type[1], said);
                })
            .toList());
  }

  private static void targets(MappedTable table, Map<String, String[]> types) {
    for (int i = 0; i < table.source().columns().size(); i++) {
      Column source = table.source().columns().get(i).column();
      Column target = table.target().columns().get(i).column();
      types.put(
          table.name() + "." + source.name(),
          new String[] {source.nativeType(), target.nativeType()});
    }
  }

  private static int count(Map<String, Fidelity> columns, Fidelity wanted) {
    return (int) columns.values().stream().filter(f -> f == wanted).count();
  }

  /** On page one. */
  public String summary() {
    int all = exact + canonical + lossy + blocked;
    return exact
        + " of "
        + all
        + " columns exact, "
        + canonical
        + " equal after a named"
        + " normalisation, "
        + lossy
        + " lossy, "
        + blocked
        + " blocked";
  }
}
