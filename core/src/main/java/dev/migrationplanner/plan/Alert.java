package dev.migrationplanner.plan;

import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.gate.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing somebody must be told of: a metric of the control plane, and a threshold that is the
 * gate's own.
 *
 * @param expression in PromQL, true when it must be told
 * @param holds how long before it is told
 * @param action what to do
 */
record Alert(
    String name, String what, String expression, String holds, String severity, String action) {

  private static final String P = "migration_planner_";

  /** Those of a migration that moves rows, with its gates' thresholds. */
  static List<Alert> of(Plan plan) {
    GateSettings gates = plan.common().gates();
    String label = "{migration=\"" + plan.migration() + "\"}";
    var alerts = new ArrayList<Alert>();
    alerts.add(
        new Alert(
            "SecondaryWritesFail",
            "secondary writes fail: more than " + Texts.percent(gates.secondaryWriteErrorsMax()),
            ratio("phase_secondary_write_errors", "phase_writes", label)
                + " > "
                + plain(gates.secondaryWriteErrorsMax()),
            "1m",
            "warning",
            "look at the target; roll back phase 1"));
    alerts.add(
        new Alert(
            "KeysWait",
            "more than " + Texts.count(gates.pendingKeysMax()) + " keys wait for the sync, growing",
            P
                + "pending_keys"
                + label
                + " > "
                + gates.pendingKeysMax()
                + " and delta("
                + P
                + "pending_keys"
                + label
                + "[5m]) > 0",
            "5m",
            "warning",
            "pause the backfill; look at the target's load"));
    alerts.add(
        new Alert(
            "Mismatches",
            "confirmed mismatches: "
                + Texts.percent(gates.mismatchMax())
                + " or more of shadow reads",
            ratio("phase_shadow_mismatches", "phase_shadow_reads", label)
                + " >= "
                + plain(gates.mismatchMax()),
            "0m",
            "critical",
            "look at the named keys; the ramp goes back by itself"));
    alerts.add(
        new Alert(
            "NewReadsFail",
            "reads on the new side fail: more than " + Texts.percent(gates.errorBudget()),
            ratio("phase_read_errors_new", "phase_reads_new", label)
                + " > "
                + plain(gates.errorBudget()),
            "1m",
            "critical",
            "the ramp's judge compares with the old side; roll back if people are hurt"));
    alerts.add(
        new Alert(
            "TargetSlow",
            "p95 of reads on the target is above " + Math.round(gates.readP95MaxMillis()) + " ms",
            P + "target_read_p95_seconds" + label + " > " + plain(gates.readP95MaxMillis() / 1_000),
            "2m",
            "warning",
            "look at the target's load and at EXPLAIN of its slowest statements; hold the ramp"));
    alerts.add(
        new Alert(
            "SyncLags",
            "the sync is more than " + Gates.LAG_MAX.toSeconds() + " s behind",
            P + "sync_lag_seconds" + label + " > " + Gates.LAG_MAX.toSeconds(),
            "2m",
            "warning",
            "in phase 5 the writes at risk grow with it: look at the source's load"));
    alerts.add(
        new Alert(
            "WritesAtRisk",
            "commits that only the authority has: more than " + Texts.count(gates.pendingKeysMax()),
            P
                + "writes_at_risk"
                + label
                + " > "
                + gates.pendingKeysMax()
                + " and "
                + P
                + "phase"
                + label
                + " == 5",
            "2m",
            "critical",
            "look at the reverse sync before anything else happens to the target"));
    alerts.add(
        new Alert(
            "ForeignWriter",
            "somebody writes the old side",
            "increase("
                + P
                + "foreign_transactions_total"
                + label
                + "[5m]) > 0 and "
                + P
                + "phase"
                + label
                + " == 5",
            "0m",
            "critical",
            "find the writer and shut it out (step 5.1); its keys are repaired"));
    alerts.add(
        new Alert(
            "NoReport",
            "no instance of the application reports",
            P + "instances" + label + " == 0 and " + P + "phase" + label + " > 0",
            "1m",
            "warning",
            "look at the control plane's address and at the application"));
    alerts.add(
        new Alert(
            "Stopped",
            "the tool has stopped and waits for an operator",
            P + "activity{migration=\"" + plan.migration() + "\",activity=\"STOPPED\"} == 1",
            "0m",
            "critical",
            "migration-planner status says why"));
    return alerts;
  }

  private static String ratio(String over, String under, String label) {
    return P + over + label + " / clamp_min(" + P + under + label + ", 1)";
  }

  /** No exponent, the same on every machine. */
  private static String plain(double value) {
    return new java.math.BigDecimal(String.format(Locale.ROOT, "%.9f", value))
        .stripTrailingZeros()
        .toPlainString();
  }
}
