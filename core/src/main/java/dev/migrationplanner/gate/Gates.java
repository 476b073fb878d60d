package dev.migrationplanner.gate;

import static dev.migrationplanner.gate.Measure.*;

import dev.migrationplanner.gate.Condition.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The gates at the end of each phase, with the thresholds of one migration. */
public final class Gates {

  /** A sync whose other side is older than that does not keep up. */
  public static final Duration LAG_MAX = Duration.ofSeconds(10);

  private static final int LAST_PHASE = 6;

  private final GateSettings settings;
  private final StandingGates standing;
  private final RateProof rates;

  public Gates(GateSettings settings) {
    this.settings = settings;
    this.standing = new StandingGates(settings);
    this.rates = new RateProof(settings.confidence());
  }

  /** The gates to leave that phase; the ramp's steps are judged by {@link RampGate} besides. */
  public List<Gate> leaving(int phase) {
    return switch (phase) {
      case 0 -> List.of(findings(), requirements(), rehearsal());
      case 1 -> List.of(secondaryWrites(), drift());
      case 2 -> List.of(standing.tablesEqual(2), standing.inSync(2));
      case 3 ->
          List.of(
              shadowReads(),
              shadowDrops(),
              standing.targetLatency(3),
              foreignKeys(),
              standing.inSync(3));
      case 4 -> List.of(newReads(), standing.targetLatency(4), standing.inSync(4));
      case 5 ->
          List.of(
              strangers(),
              standing.tablesEqual(5),
              standing.inSync(5),
              soak(),
              new RestoreGate(5, true));
      case LAST_PHASE -> List.of(standing.tablesEqual(LAST_PHASE));
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
        "secondary writes succeed >= " + GateText.percent(1 - limit) + ", " + rates.proved(limit),
        seen ->
            rates.provedBelow(
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
            + GateText.percent(settings.driftMax())
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

  private Gate shadowReads() {
    double limit = settings.mismatchMax();
    return Condition.of(
        "shadow-reads",
        3,
        "fewer than " + GateText.percent(limit) + " of shadow reads differ, " + rates.proved(limit),
        seen ->
            allNamed(
                seen,
                rates.provedBelow(
                    "shadow reads differ",
                    seen.count(SHADOW_MISMATCHES),
                    seen.count(SHADOW_READS),
                    limit)),
        SHADOW_READS,
        SHADOW_MISMATCHES);
  }

  /** A row that was doubted and not looked at again may differ. */
  private static Verdict allNamed(Seen seen, Verdict otherwise) {
    long dropped = seen.evidence().value(KEYS_DROPPED).orElse(0.0).longValue();
    long undecided = seen.evidence().value(SHADOW_UNDECIDED).orElse(0.0).longValue();
    if (undecided > 0 && otherwise.result() != Verdict.Result.FAIL) {
      return Verdict.inconclusive(
          undecided + " mismatches wait to be looked at again, which takes a hop; see the sync");
    }
    return dropped == 0 || otherwise.result() == Verdict.Result.FAIL
        ? otherwise
        : Verdict.inconclusive(
            dropped
                + " rows that applications doubted did not fit into their reports, so nobody looked"
                + " at them again; see why so many were, then resume: it counts anew");
  }

  private Gate shadowDrops() {
    return Condition.of(
        "shadow-drops",
        3,
        "at most "
            + GateText.percent(settings.shadowDropsMax())
            + " of the shadow reads due were skipped, over the longest such stretch up to now",
        this::judgeDrops,
        SHADOW_READS,
        SHADOW_DROPPED);
  }

  private Verdict judgeDrops(Seen seen) {
    long dropped = seen.count(SHADOW_DROPPED);
    long due = dropped + seen.count(SHADOW_READS);
    String text = dropped + " of " + due + " shadow reads due were skipped or failed";
    return due > 0 && dropped <= settings.shadowDropsMax() * due
        ? Verdict.pass(text)
        : Verdict.inconclusive(text + ": what is left is not a fair sample");
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
            + GateText.percent(settings.errorBudget())
            + " of reads on the new side fail, "
            + rates.proved(settings.errorBudget()),
        seen ->
            allNamed(
                seen,
                rates.provedBelow(
                    "reads on the new side failed",
                    seen.count(READ_ERRORS_NEW),
                    seen.count(READS_NEW),
                    settings.errorBudget())),
        READS_NEW,
        READ_ERRORS_NEW);
  }

  private Gate strangers() {
    return Condition.of(
        "one-authority",
        5,
        "nobody can write the old side but the tool and what the library's fence holds, and nobody was"
            + " seen to write there",
        seen ->
            seen.count(FOREIGN_TRANSACTIONS) > 0
                ? Verdict.fail(seen.count(FOREIGN_TRANSACTIONS) + " transaction(s) of strangers")
                : shutOut(seen),
        STRANGERS_SHUT_OUT,
        FOREIGN_TRANSACTIONS);
  }

  /**
   * Before authority leaves the source: what the fence does not hold is shut out there, and the
   * target can be brought back from a backup.
   */
  public List<Gate> beforeFlip(int phase) {
    return List.of(
        Condition.of(
            "one-authority",
            phase,
            "nobody can write the source but the tool and what the library's fence holds",
            Gates::shutOut,
            STRANGERS_SHUT_OUT),
        new RestoreGate(phase, false));
  }

  private static Verdict shutOut(Seen seen) {
    return seen.yes(STRANGERS_SHUT_OUT)
        ? Verdict.pass(seen.how(STRANGERS_SHUT_OUT))
        : Verdict.inconclusive(seen.how(STRANGERS_SHUT_OUT));
  }

  private Gate soak() {
    return Condition.of(
        "soak",
        5,
        "the target has been the authority for " + GateText.text(settings.soak()),
        seen -> {
          Duration held = Duration.ofSeconds(seen.count(SECONDS_HELD));
          String text =
              GateText.text(held) + " of " + GateText.text(settings.soak()) + " since the flip";
          return held.compareTo(settings.soak()) >= 0
              ? Verdict.pass(text)
              : Verdict.inconclusive(text);
        },
        SECONDS_HELD);
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
}
