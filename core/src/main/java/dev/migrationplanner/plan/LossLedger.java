package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl.Fidelity;
import java.util.List;
import java.util.Map;

/**
 * How the values of every column fare. The first four are numbers of columns.
 *
 * @param entries those that are not exact
 */
public record LossLedger(int exact, int canonical, int lossy, int blocked, List<Entry> entries) {

  public LossLedger {
    entries = List.copyOf(entries);
  }

  /** One column that is not exact. */
  public record Entry(String column, Fidelity fidelity) {}

  static LossLedger of(Map<String, Fidelity> columns) {
    return new LossLedger(
        count(columns, Fidelity.EXACT),
        count(columns, Fidelity.CANONICAL),
        count(columns, Fidelity.LOSSY),
        count(columns, Fidelity.BLOCKED),
        columns.entrySet().stream()
            .filter(e -> e.getValue() != Fidelity.EXACT)
            .map(e -> new Entry(e.getKey(), e.getValue()))
            .toList());
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
