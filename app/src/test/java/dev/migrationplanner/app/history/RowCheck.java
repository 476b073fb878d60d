package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Finding.Fault;
import dev.migrationplanner.app.history.Operation.Kind;
import dev.migrationplanner.app.history.Operation.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows: each acknowledged one once, unless removed; and the id that was answered. */
record RowCheck(String side, List<Finding> findings) {

  void check(List<Operation> operations, Contents contents) {
    Map<Long, Contents.Entry> rows = new HashMap<>();
    for (Contents.Entry entry : contents.entries()) {
      if (rows.put(entry.operation(), entry) != null) {
        add(Fault.DUPLICATED, "row of operation " + entry.operation());
      }
    }
    Map<Long, Outcome> removals = new HashMap<>();
    Set<Long> added = new HashSet<>();
    for (Operation operation : operations) {
      if (operation.kind() == Kind.REMOVE) {
        removals.merge(
            Long.valueOf(operation.key()),
            operation.outcome(),
            (one, other) -> one == Outcome.OK ? one : other == Outcome.FAILED ? one : other);
      } else if (operation.outcome() != Outcome.FAILED) {
        added.add(operation.number());
      }
    }
    for (Operation operation : operations) {
      if (operation.kind() == Kind.ADD) {
        row(operation, rows.get(operation.number()), removals.get(operation.number()));
      }
    }
    rows.keySet().stream()
        .filter(number -> !added.contains(number))
        .forEach(number -> add(Fault.PHANTOM, "row of operation " + number));
  }

  private void row(Operation add, Contents.Entry row, Outcome removal) {
    boolean removed = removal == Outcome.OK;
    if (removed && row != null) {
      add(Fault.RESURRECTED, "row of operation " + add.number());
    } else if (add.ok() && row == null && (removal == null || removal == Outcome.FAILED)) {
      add(Fault.LOST, "row of operation " + add.number());
    } else if (add.ok() && row != null && row.id() != add.answer().first()) {
      add(Fault.LOST, "id of operation " + add.number());
    }
  }

  private void add(Fault fault, String what) {
    findings.add(new Finding(fault, side, what));
  }
}
