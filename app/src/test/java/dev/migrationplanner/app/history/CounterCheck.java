package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Finding.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counters: a change replayed twice shows, and one lost does. */
record CounterCheck(String side, List<Finding> findings) {

  void check(List<Operation> operations, Map<String, Long> counters) {
    operations.stream()
        .collect(Collectors.groupingBy(Operation::key))
        .forEach((key, increments) -> counter(key, increments, counters.getOrDefault(key, 0L)));
  }

  private void counter(String key, List<Operation> increments, long value) {
    long least = increments.stream().filter(Operation::ok).count();
    long most = least + increments.stream().filter(Operation::unknown).count();
    if (value < least) {
      add(Fault.LOST, "counter " + key + " is " + value + " after " + least);
    }
    if (value > most) {
      add(Fault.DUPLICATED, "counter " + key + " is " + value + " after at most " + most);
    }
    Set<Long> answers = new HashSet<>();
    for (Operation increment : increments) {
      if (increment.ok() && !answers.add(increment.answer().first())) {
        add(Fault.LOST, "counter " + key + " answered " + increment.answer().first() + " twice");
      }
      if (increment.ok() && increment.answer().first() > value) {
        add(Fault.LOST, "counter " + key + " had answered " + increment.answer().first());
      }
    }
    new Sweep(increments, increment -> increment.answer().first())
        .forEach(
            (increment, before) -> {
              if (increment.answer().first() <= before) {
                add(Fault.STALE, "counter " + key + " answered operation " + increment.number());
              }
            });
  }

  private void add(Fault fault, String what) {
    findings.add(new Finding(fault, side, what));
  }
}
