package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Finding.Fault;
import dev.migrationplanner.app.history.Operation.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists: one order of events that every answer is a beginning of. */
record ListCheck(String side, List<Finding> findings) {

  void check(List<Operation> operations, Map<String, List<Long>> lists) {
    operations.stream()
        .collect(Collectors.groupingBy(Operation::key))
        .forEach((key, appends) -> list(key, appends, lists.getOrDefault(key, List.of())));
  }

  private void list(String key, List<Operation> appends, List<Long> elements) {
    Map<Long, Integer> places = new HashMap<>();
    for (int i = 0; i < elements.size(); i++) {
      if (places.put(elements.get(i), i + 1) != null) {
        add(Fault.DUPLICATED, "element " + elements.get(i) + " of list " + key);
      }
    }
    Set<Long> done = new HashSet<>();
    for (Operation append : appends) {
      if (append.outcome() != Outcome.FAILED) {
        done.add(append.number());
      }
      if (append.ok() && !places.containsKey(append.number())) {
        add(Fault.LOST, "element " + append.number() + " of list " + key);
      }
    }
    places.keySet().stream()
        .filter(element -> !done.contains(element))
        .forEach(element -> add(Fault.PHANTOM, "element " + element + " of list " + key));
    answers(key, appends, elements);
    new Sweep(appends, append -> places.getOrDefault(append.number(), 0))
        .forEach((append, before) -> fresh(key, append, before));
  }

  private void answers(String key, List<Operation> appends, List<Long> elements) {
    long[] hashes = Prefixes.of(elements);
    for (Operation append : appends) {
      int length = (int) append.answer().first();
      if (append.ok()
          && (length > elements.size()
              || length < 1
              || hashes[length] != append.answer().second()
              || elements.get(length - 1) != append.number())) {
        add(Fault.FORKED, "what operation " + append.number() + " saw of list " + key);
      }
    }
  }

  private void fresh(String key, Operation append, long before) {
    if (append.answer().first() < before) {
      add(Fault.STALE, "what operation " + append.number() + " saw of list " + key);
    }
  }

  private void add(Fault fault, String what) {
    findings.add(new Finding(fault, side, what));
  }
}
