package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Operation.Answer;
import dev.migrationplanner.app.history.Operation.Kind;
import dev.migrationplanner.app.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A history as perfect databases would have made it: clients beside each other, each operation
 * taking effect at one moment between its begin and its end, some failed, some of unknown outcome,
 * and authority that moves now and then.
 */
final class GoodHistory {
  static final long BALANCE = 1_000;
  private static final int CLIENTS = 8;
  private static final int LISTS = 4;
  private static final int ACCOUNTS = 5;
  private static final long EPOCH_NANOS = 4_000;

  private final SplittableRandom random;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Contents.Entry> entries = new ArrayList<>();
  private final Map<String, List<Long>> lists = new TreeMap<>();
  private final Map<String, Long> balances = new TreeMap<>();
  private final List<Contents.Transfer> transfers = new ArrayList<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private final Map<Long, Long> ids = new HashMap<>();
  private long lastId;
  private long lastEpoch;

  private record Plan(long number, Kind kind, long begin, long effect, long end, Outcome outcome) {
    boolean takesEffect(SplittableRandom random) {
      return outcome == Outcome.OK || (outcome == Outcome.UNKNOWN && random.nextBoolean());
    }
  }

  GoodHistory(long seed, int size) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < ACCOUNTS; i++) {
      balances.put("account" + i, BALANCE);
    }
    List<Plan> plans = plans(size);
    plans.sort(Comparator.comparingLong(Plan::effect));
    plans.forEach(this::carryOut);
  }

  List<Operation> operations() {
    return new ArrayList<>(operations);
  }

  Contents contents() {
    return new Contents(
        List.copyOf(entries),
        new TreeMap<>(lists),
        new TreeMap<>(balances),
        List.copyOf(transfers),
        new TreeMap<>(counters));
  }

  private List<Plan> plans(int size) {
    List<Plan> plans = new ArrayList<>();
    long[] free = new long[CLIENTS];
    Kind[] kinds = Kind.values();
    for (int i = 0; i < size; i++) {
      int client = random.nextInt(CLIENTS);
      long begin = free[client] + random.nextInt(1, 30);
      long effect = begin + random.nextInt(1, 100);
      long end = effect + random.nextInt(1, 100);
      free[client] = end;
      int luck = random.nextInt(20);
      Outcome outcome = luck == 0 ? Outcome.FAILED : luck == 1 ? Outcome.UNKNOWN : Outcome.OK;
      plans.add(new Plan(i + 1L, kinds[random.nextInt(kinds.length)], begin, effect, end, outcome));
    }
    return plans;
  }

  private void carryOut(Plan plan) {
    boolean effect = plan.takesEffect(random);
    long epoch = plan.effect() / EPOCH_NANOS;
    if (epoch != lastEpoch) {
      lastEpoch = epoch;
      lastId += 100;
    }
    switch (plan.kind()) {
      case ADD -> {
        if (effect) {
          ids.put(plan.number(), ++lastId);
          entries.add(new Contents.Entry(lastId, plan.number()));
        }
        end(plan, "", new Answer(epoch, lastId, 0));
      }
      case REMOVE -> remove(plan, effect, epoch);
      case APPEND -> {
        String key = "list" + random.nextInt(LISTS);
        List<Long> list = lists.computeIfAbsent(key, name -> new ArrayList<>());
        if (effect) {
          list.add(plan.number());
        }
        end(plan, key, new Answer(epoch, list.size(), Prefixes.hash(list)));
      }
      case TRANSFER -> {
        if (effect) {
          transfer(plan.number());
        }
        end(plan, "", new Answer(epoch, BALANCE * ACCOUNTS, 0));
      }
      case INCREMENT -> {
        String key = "counter" + random.nextInt(LISTS);
        long value = effect ? counters.merge(key, 1L, Long::sum) : 0;
        end(plan, key, new Answer(epoch, value, 0));
      }
    }
  }

  /** Of a row that nobody else removes. */
  private void remove(Plan plan, boolean effect, long epoch) {
    if (ids.isEmpty()) {
      return;
    }
    long victim = ids.keySet().iterator().next();
    ids.remove(victim);
    if (effect) {
      entries.removeIf(entry -> entry.operation() == victim);
    }
    end(plan, String.valueOf(victim), new Answer(epoch, 0, 0));
  }

  private void transfer(long number) {
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    long amount = random.nextInt(1, 50);
    balances.merge("account" + from, -amount, Long::sum);
    balances.merge("account" + to, amount, Long::sum);
    transfers.add(new Contents.Transfer(number, "account" + from, "account" + to, amount));
  }

  private void end(Plan plan, String key, Answer answer) {
    boolean ok = plan.outcome() == Outcome.OK;
    operations.add(
        new Operation(
            plan.number(),
            plan.kind(),
            key,
            plan.begin(),
            plan.outcome() == Outcome.UNKNOWN ? Long.MAX_VALUE : plan.end(),
            plan.outcome(),
            ok ? answer : Answer.NONE));
  }
}
