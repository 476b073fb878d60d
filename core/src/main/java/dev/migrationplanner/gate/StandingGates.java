package dev.migrationplanner.gate;

import static dev.migrationplanner.gate.Measure.*;

import dev.migrationplanner.gate.Condition.Seen;

/** Gates that stand at the end of more than one phase. */
record StandingGates(GateSettings settings) {

  Gate tablesEqual(int phase) {
    return Condition.of(
        phase == 5 ? "reverse-verification" : phase == 6 ? "final-verification" : "tables-equal",
        phase,
        "every table is equal by full checksum, no row is set aside",
        StandingGates::judgeTables,
        TABLES,
        TABLES_EQUAL,
        TABLES_DIFFERENT,
        ROWS_SET_ASIDE);
  }

  private static Verdict judgeTables(Seen seen) {
    long tables = seen.count(TABLES);
    long equal = seen.count(TABLES_EQUAL);
    String text = equal + " of " + tables + " tables are equal by full checksum";
    if (seen.count(TABLES_DIFFERENT) > 0) {
      return Verdict.fail(text + ", " + seen.count(TABLES_DIFFERENT) + " differ");
    }
    if (seen.count(ROWS_SET_ASIDE) > 0) {
      return Verdict.fail(text + ", " + seen.count(ROWS_SET_ASIDE) + " row(s) are set aside");
    }
    return tables > 0 && equal == tables ? Verdict.pass(text) : Verdict.inconclusive(text);
  }

  Gate inSync(int phase) {
    return Condition.of(
        "in-sync",
        phase,
        "the sync keeps up, at most " + settings.pendingKeysMax() + " keys wait",
        this::judgeSync,
        IN_SYNC,
        PENDING_KEYS);
  }

  private Verdict judgeSync(Seen seen) {
    String text = seen.count(PENDING_KEYS) + " keys wait for the sync";
    if (!seen.yes(IN_SYNC)) {
      return Verdict.inconclusive("the sync has not caught up; " + text);
    }
    return seen.count(PENDING_KEYS) <= settings.pendingKeysMax()
        ? Verdict.pass(text)
        : Verdict.inconclusive(text + ", more than " + settings.pendingKeysMax());
  }

  Gate targetLatency(int phase) {
    return Condition.of(
        "target-latency",
        phase,
        "95 % of reads on the target take at most " + settings.readP95MaxMillis() + " ms",
        seen -> {
          double p95 = seen.number(TARGET_P95_MILLIS);
          String text = "p95 of reads on the target is at most " + p95 + " ms";
          return p95 >= 0 && p95 <= settings.readP95MaxMillis()
              ? Verdict.pass(text)
              : p95 < 0 ? Verdict.inconclusive("no read on the target yet") : Verdict.fail(text);
        },
        TARGET_P95_MILLIS);
  }
}
