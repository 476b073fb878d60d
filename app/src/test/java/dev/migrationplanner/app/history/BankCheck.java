package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Finding.Fault;
import dev.migrationplanner.app.history.Operation.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bank: the sum never changes, and each balance follows from the transfers that stand. */
record BankCheck(String side, List<Finding> findings, long balance) {

  void check(List<Operation> operations, Contents contents) {
    Map<String, Long> expected = new HashMap<>();
    contents.balances().keySet().forEach(account -> expected.put(account, balance));
    Set<Long> standing = new HashSet<>();
    for (Contents.Transfer transfer : contents.transfers()) {
      if (!standing.add(transfer.operation())) {
        add(Fault.DUPLICATED, "transfer " + transfer.operation());
      }
      expected.merge(transfer.from(), -transfer.amount(), Long::sum);
      expected.merge(transfer.to(), transfer.amount(), Long::sum);
    }
    if (!expected.equals(contents.balances())) {
      add(Fault.TORN, "balances do not follow from the transfers that stand");
    }
    long sum = balance * contents.balances().size();
    Set<Long> done = new HashSet<>();
    for (Operation transfer : operations) {
      if (transfer.outcome() != Outcome.FAILED) {
        done.add(transfer.number());
      }
      if (transfer.ok() && !standing.contains(transfer.number())) {
        add(Fault.LOST, "transfer " + transfer.number());
      }
      if (transfer.ok() && transfer.answer().first() != sum) {
        add(Fault.TORN, "transfer " + transfer.number() + " saw another sum");
      }
    }
    standing.stream()
        .filter(number -> !done.contains(number))
        .forEach(number -> add(Fault.PHANTOM, "transfer " + number));
  }

  private void add(Fault fault, String what) {
    findings.add(new Finding(fault, side, what));
  }
}
