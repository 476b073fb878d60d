package dev.migrationplanner.gate;

import static dev.migrationplanner.gate.Measure.*;

import dev.migrationplanner.gate.Condition.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The gates at the end of each phase, with the thresholds of one migration. */
public final class Gates {

  private static final int LAST_PHASE = 6;

  private final GateSettings settings;

  public Gates(GateSettings settings) {
    this.settings = settings;
  }

  /** The gates to leave that phase; the ramp's steps are judged by {@link RampGate} besides. */
  public List<Gate> leaving(int phase) {
    return switch (phase) {
      case 0 -> List.of(findings(), requirements(), rehearsal());
      case 1 -> List.of(secondaryWrites(), drift());
      case 2 -> List.of(tablesEqual(2), inSync(2));
      case 3 -> List.of(shadowReads(), shadowDrops(), targetLatency(3), foreignKeys(), inSync(3));
      case 4 -> List.of(newReads(), targetLatency(4), inSync(4));
      case 5 -> List.of(strangers(), tablesEqual(5), inSync(5), soak());
      case LAST_PHASE -> List.of(tablesEqual(LAST_PHASE));
      default -> throw new IllegalArgumentException("there is no phase " + phase);
    };
  }

  /** All of them, in the order of the phases. */
  public List<Gate> all() {
    return java.util.stream.IntStream.rangeClosed(0, LAST_PHASE)
        .boxed()
        .flatMap(p -> leaving(p).stream())
        .toList();
  }

  /** The verdict of all gates of a phase. */
  public Verdict judge(int phase, Evidence evidence) {
    return Verdict.all(leaving(phase).stream().map(g -> g.judge(evidence)).toList());
  }

  /**
   * The last gate: everything equal, and enough different people who approved this very evidence.
   */
  public Verdict decommission(Evidence evidence, List<Approval> approvals) {
    return Verdict.all(List.of(judge(LAST_PHASE, evidence), approvals(evidence, approvals)));
  }

  private Verdict approvals(Evidence evidence, List<Approval> approvals) {
    String hash = evidence.hash();
    long people =
        approvals.stream()
            .filter(a -> a.evidenceHash().equals(hash))
            .map(a -> a.who().strip().toLowerCase(Locale.ROOT))
            .filter(who -> !who.isEmpty())
            .distinct()
            .count();
    String text = people + " of " + settings.approvalsMin() + " people approved evidence " + hash;
    return people >= settings.approvalsMin() ? Verdict.pass(text) : Verdict.inconclusive(text);
  }

  private Gate findings() {
    return Condition.of(
        "findings-decided",
        0,
        "no finding blocks and every finding that asks for a decision has one",
        seen ->
            none(seen, FINDINGS_BLOCKING, "finding(s) block")
                .and(none(seen, FINDINGS_UNDECIDED, "finding(s) wait for a decision"))
                .verdict("every finding is decided"),
        FINDINGS_BLOCKING,
        FINDINGS_UNDECIDED);
  }

  private Gate requirements() {
    return Condition.of(
        "preflight",
        0,
        "both servers have what the migration needs",
        seen ->
            none(seen, REQUIREMENTS_UNMET, "requirement(s) of the servers are not met")
                .verdict("both servers have what is needed"),
        REQUIREMENTS_UNMET);
  }

  private Gate rehearsal() {
    return new RehearsalGate();
  }

  private Gate secondaryWrites() {
    double limit = settings.secondaryWriteErrorsMax();
    return Condition.of(
        "secondary-writes",
        1,
        "secondary writes succeed >= " + percent(1 - limit) + ", " + proved(limit),
        seen ->
            provedBelow(
                "secondary writes failed",
                seen.count(SECONDARY_WRITE_ERRORS),
                seen.count(SECONDARY_WRITES),
                limit),
        SECONDARY_WRITES,
        SECONDARY_WRITE_ERRORS);
  }

  private Gate drift() {
    return Condition.of(
        "drift",
        1,
        "of the keys written since, read again on both sides after a hop, at most "
            + percent(settings.driftMax())
            + " differ; at least "
            + settings.driftKeysMin()
            + " keys",
        this::judgeDrift,
        DRIFT_KEYS,
        DRIFT_DIFFERENT);
  }

  private Verdict judgeDrift(Seen seen) {
    long keys = seen.count(DRIFT_KEYS);
    long different = seen.count(DRIFT_DIFFERENT);
    String text = different + " of " + keys + " keys written since still differ after a hop";
    if (keys < settings.driftKeysMin()) {
      return Verdict.inconclusive(text + "; " + settings.driftKeysMin() + " keys are needed");
    }
    return different <= settings.driftMax() * keys ? Verdict.pass(text) : Verdict.fail(text);
  }

  private Gate tablesEqual(int phase) {
    return Condition.of(
        phase == 5 ? "reverse-verification" : phase == 6 ? "final-verification" : "tables-equal",
        phase,
        "every table is equal by full checksum, no row is set aside",
        Gates::judgeTables,
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

  private Gate inSync(int phase) {
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

  private Gate shadowReads() {
    double limit = settings.mismatchMax();
    return Condition.of(
        "shadow-reads",
        3,
        "fewer than " + percent(limit) + " of shadow reads differ, " + proved(limit),
        seen ->
            provedBelow(
                "shadow reads differ",
                seen.count(SHADOW_MISMATCHES),
                seen.count(SHADOW_READS),
                limit),
        SHADOW_READS,
        SHADOW_MISMATCHES);
  }

  private Gate shadowDrops() {
    return Condition.of(
        "shadow-drops",
        3,
        "at most " + percent(settings.shadowDropsMax()) + " of the shadow reads due were skipped",
        this::judgeDrops,
        SHADOW_READS,
        SHADOW_DROPPED);
  }

  private Verdict judgeDrops(Seen seen) {
    long dropped = seen.count(SHADOW_DROPPED);
    long due = dropped + seen.count(SHADOW_READS);
    String text = dropped + " of " + due + " shadow reads due were skipped";
    return due > 0 && dropped <= settings.shadowDropsMax() * due
        ? Verdict.pass(text)
        : Verdict.inconclusive(text + ": what was skipped is not a fair sample");
  }

  private Gate targetLatency(int phase) {
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

  private Gate foreignKeys() {
    return Condition.of(
        "foreign-keys",
        3,
        "every foreign key of the target is validated",
        seen ->
            none(seen, FOREIGN_KEYS_UNCHECKED, "foreign key(s) are not validated")
                .verdict("every foreign key is validated"),
        FOREIGN_KEYS_UNCHECKED);
  }

  private Gate newReads() {
    return Condition.of(
        "new-reads",
        4,
        "fewer than "
            + percent(settings.errorBudget())
            + " of reads on the new side fail, "
            + proved(settings.errorBudget()),
        seen ->
            provedBelow(
                "reads on the new side failed",
                seen.count(READ_ERRORS_NEW),
                seen.count(READS_NEW),
                settings.errorBudget()),
        READS_NEW,
        READ_ERRORS_NEW);
  }

  private Gate strangers() {
    return Condition.of(
        "one-authority",
        5,
        "writers without the library are shut out of the old side, and none was seen there",
        seen ->
            seen.count(FOREIGN_TRANSACTIONS) > 0
                ? Verdict.fail(seen.count(FOREIGN_TRANSACTIONS) + " transaction(s) of strangers")
                : seen.yes(STRANGERS_SHUT_OUT)
                    ? Verdict.pass("writers without the library are shut out")
                    : Verdict.inconclusive("writers without the library are not shut out yet"),
        STRANGERS_SHUT_OUT,
        FOREIGN_TRANSACTIONS);
  }

  private Gate soak() {
    return Condition.of(
        "soak",
        5,
        "the target has been the authority for " + text(settings.soak()),
        seen -> {
          Duration held = Duration.ofSeconds(seen.count(SECONDS_HELD));
          String text = text(held) + " of " + text(settings.soak()) + " since the flip";
          return held.compareTo(settings.soak()) >= 0
              ? Verdict.pass(text)
              : Verdict.inconclusive(text);
        },
        SECONDS_HELD);
  }

  private String proved(double limit) {
    return "proved at "
        + percent(settings.confidence())
        + " confidence (with none bad: "
        + RateBound.needed(0, limit, settings.confidence())
        + " of them)";
  }

  /** Proved below: pass. Proved above: fail. Else it says how many more would prove it. */
  private Verdict provedBelow(String what, long bad, long n, double limit) {
    if (bad > n || bad < 0) {
      return Verdict.inconclusive("CONTRADICTION: " + bad + " of " + n + " " + what);
    }
    String seen = bad + " of " + n + " " + what;
    double upper = n == 0 ? 1 : RateBound.upper(bad, n, settings.confidence());
    if (upper <= limit) {
      return Verdict.pass(seen + "; surely fewer than " + percent(upper));
    }
    if (n > 0 && RateBound.lower(bad, n, settings.confidence()) > limit) {
      return Verdict.fail(seen + "; more than " + percent(limit));
    }
    long missing = RateBound.needed(bad, limit, settings.confidence()) - n;
    return Verdict.inconclusive(seen + "; " + missing + " more without a bad one are needed");
  }

  private static Absence none(Seen seen, Measure measure, String text) {
    long count = seen.count(measure);
    return new Absence(count == 0 ? "" : count + " " + text);
  }

  /** "" or what is there that should not be. */
  private record Absence(String text) {
    Absence and(Absence other) {
      return text.isEmpty()
          ? other
          : other.text.isEmpty() ? this : new Absence(text + ", " + other.text);
    }

    Verdict verdict(String passed) {
      return text.isEmpty() ? Verdict.pass(passed) : Verdict.fail(text);
    }
  }

  static String percent(double share) {
    return new java.math.BigDecimal(share * 100)
            .round(new java.math.MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
