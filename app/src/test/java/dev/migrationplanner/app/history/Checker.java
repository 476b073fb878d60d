package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Finding.Fault;
import dev.migrationplanner.app.history.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a history to what is found on each side at its end, when all have come to rest and sync has
 * nothing left to do. Every check is one sweep over operations in the order of time, or over rows:
 * O(n log n) for sorting, O(n) for the rest.
 *
 * <pre>
 * rows       each acknowledged ADD once, unless removed; failed ones never; unknown ones alike on both sides
 * lists      each answer is a beginning of the final list, ends with its own element, and holds all
 *            that was acknowledged before it was asked for
 * bank       each answer is the whole sum; balances follow from the transfers that stand
 * counters   between what was acknowledged and what may stand; answers grow with time, none twice
 * ids        none twice; those of an epoch lie above those that ended before it
 * authority  what begins after an operation of a later epoch has ended is not of an earlier one
 * </pre>
 */
public final class Checker {
  private final List<Operation> operations;
  private final Map<String, Contents> sides;
  private final List<Finding> findings = new ArrayList<>();

  private Checker(List<Operation> operations, Map<String, Contents> sides) {
    this.operations = operations;
    this.sides = sides;
  }

  /**
   * All that is wrong.
   *
   * @param balance of each account at the beginning
   */
  public static List<Finding> check(
      List<Operation> operations, Map<String, Contents> sides, long balance) {
    Checker checker = new Checker(operations, sides);
    sides.forEach(
        (side, contents) -> {
          new RowCheck(side, checker.findings).check(checker.of(Kind.ADD, Kind.REMOVE), contents);
          new ListCheck(side, checker.findings).check(checker.of(Kind.APPEND), contents.lists());
          new BankCheck(side, checker.findings, balance).check(checker.of(Kind.TRANSFER), contents);
          new CounterCheck(side, checker.findings)
              .check(checker.of(Kind.INCREMENT), contents.counters());
        });
    checker.epochs();
    checker.ids();
    checker.alike();
    return List.copyOf(checker.findings);
  }

  private List<Operation> of(Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    return operations.stream().filter(operation -> wanted.contains(operation.kind())).toList();
  }

  private void epochs() {
    new Sweep(operations, operation -> operation.answer().epoch())
        .forEach(
            (operation, highest) -> {
              if (operation.answer().epoch() < highest) {
                add(
                    Fault.TWO_AUTHORITIES,
                    "operation %d was written in epoch %d after epoch %d had begun"
                        .formatted(operation.number(), operation.answer().epoch(), highest));
              }
            });
  }

  /** The highest id of all earlier epochs must lie below each of a later one that began after. */
  private void ids() {
    List<Operation> adds = of(Kind.ADD).stream().filter(Operation::ok).toList();
    Map<Long, Long> givenTo = new HashMap<>();
    for (Operation add : adds) {
      Long before = givenTo.put(add.answer().first(), add.number());
      if (before != null) {
        add(
            Fault.DUPLICATED,
            "id %d was given to %d and %d".formatted(add.answer().first(), before, add.number()));
      }
    }
    Map<Long, Long> highest = new HashMap<>();
    adds.forEach(add -> highest.merge(add.answer().epoch(), add.answer().first(), Math::max));
    for (Operation add : adds) {
      long before =
          highest.entrySet().stream()
              .filter(epoch -> epoch.getKey() < add.answer().epoch())
              .mapToLong(Map.Entry::getValue)
              .max()
              .orElse(0);
      if (add.answer().first() <= before) {
        add(
            Fault.ID_REUSED,
            "id %d of epoch %d; an earlier epoch had reached %d"
                .formatted(add.answer().first(), add.answer().epoch(), before));
      }
    }
  }

  private void alike() {
    alike("rows", contents -> sorted(contents.entries(), Comparator.comparing(Object::toString)));
    alike("lists", Contents::lists);
    alike("balances", Contents::balances);
    alike(
        "transfers",
        contents -> sorted(contents.transfers(), Comparator.comparing(Object::toString)));
    alike("counters", Contents::counters);
  }

  private void alike(String what, Function<Contents, Object> part) {
    if (sides.values().stream().map(part).distinct().count() > 1) {
      add(Fault.DIFFERENT, what);
    }
  }

  private static <T> List<T> sorted(List<T> rows, Comparator<? super T> order) {
    return rows.stream().sorted(order).collect(Collectors.toList());
  }

  private void add(Fault fault, String what) {
    findings.add(new Finding(fault, "", what));
  }
}
