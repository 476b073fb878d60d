package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.Strangers;
import dev.migrationplanner.gate.Evidence;
import dev.migrationplanner.gate.FairStretch;
import dev.migrationplanner.gate.Gate;
import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.gate.Gates;
import dev.migrationplanner.gate.Measure;
import dev.migrationplanner.gate.RateBound;
import dev.migrationplanner.gate.Verdict;
import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.sync.SyncStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known at the moment, as evidence, and what the gates say of it. */
final class EvidenceBook {

  static final String REHEARSAL = "rehearsal";

  /** Decided: a backup of the target was restored ({@link #PROVED}), or nobody asks for that. */
  static final String RESTORE = "restore";

  static final String PASSED = "passed";
  static final String PROVED = "proved";
  static final String WAIVE = "waive";

  static final String TABLES_EQUAL = "tables-equal";

  /** Decided: the transactions of others on the old side have been looked at, and do no harm. */
  static final String FOREIGN_WRITES = "foreign-writes";

  private static final Set<String> OVER_SAMPLES =
      Set.of("secondary-writes", "drift", "shadow-reads", "shadow-drops", "target-latency");

  private final Setup setup;
  private final Gates gates;
  private final TrafficBook traffic;
  private final Mismatches mismatches;
  private final Sides sides;
  private final StrangerWatch strangers;
  private volatile long driftKeys;
  private volatile long driftDifferent;
  private volatile long foreignBefore;

  EvidenceBook(
      Setup setup,
      TrafficBook traffic,
      Mismatches mismatches,
      Sides sides,
      StrangerWatch strangers) {
    this.setup = setup;
    this.gates = new Gates(setup.file().gates());
    this.traffic = traffic;
    this.mismatches = mismatches;
    this.sides = sides;
    this.strangers = strangers;
  }

  /** A phase begins: what was counted belongs to the one before. */
  void begin(@Nullable SyncStatus sync) {
    traffic.begin();
    mismatches.begin();
    driftKeys = 0;
    driftDifferent = 0;
    foreignBefore = sync == null ? 0 : sync.foreignTransactions();
  }

  void drift(long keys, long different) {
    driftKeys += keys;
    driftDifferent += different;
  }

  /** Transactions of others that the old side's log has shown since the phase began. */
  long foreign(SyncStatus sync) {
    return Math.max(0, sync.foreignTransactions() - foreignBefore);
  }

  /** They have been decided on: only later ones count. */
  void foreignDecided(SyncStatus sync) {
    foreignBefore = sync.foreignTransactions();
  }

  /** The evidence for the gates of the phase at hand. */
  Evidence evidence(MigrationState state, @Nullable SyncStatus sync) {
    String at = Clock.now();
    Evidence evidence = planning(state, at);
    evidence = traffic(evidence, at);
    evidence = comparisons(evidence, state);
    if (sync != null) {
      evidence = syncing(evidence, state, sync, at);
    }
    evidence = restored(strangers(evidence, state), state);
    if (state.done().built()) {
      evidence =
          evidence.with(Measure.FOREIGN_KEYS_UNCHECKED, 0, "validated one by one", state.since());
    }
    return evidence.with(
        Measure.SECONDS_HELD, Clock.secondsSince(state.since()), "since " + state.since(), at);
  }

  /** In phase 5 it must be of what the target holds since it is the authority. */
  private static Evidence restored(Evidence evidence, MigrationState state) {
    MigrationState.Decision decision = state.decisions().get(RESTORE);
    if (decision == null) {
      return evidence;
    }
    String how = "by " + decision.who() + ": " + decision.why();
    if (decision.choice().equals(WAIVE)) {
      return evidence.with(Measure.RESTORE_WAIVED, 1, how, decision.at());
    }
    boolean counts =
        state.phase() != Phase.FLIP_WRITES
            || !Instant.parse(decision.at()).isBefore(Instant.parse(state.since()));
    return evidence.with(Measure.RESTORED, counts ? 1 : 0, how, decision.at());
  }

  private Evidence planning(MigrationState state, String at) {
    long undecided =
        setup.findingsUndecided().stream().filter(id -> !state.decisions().containsKey(id)).count();
    Evidence evidence =
        Evidence.NONE
            .with(Measure.FINDINGS_BLOCKING, setup.findingsBlocking().size(), "the plan", at)
            .with(Measure.FINDINGS_UNDECIDED, undecided, "the plan and the decisions", at)
            .with(Measure.REQUIREMENTS_UNMET, setup.requirementsUnmet().size(), "preflight", at);
    MigrationState.Decision rehearsal = state.decisions().get(REHEARSAL);
    if (rehearsal == null) {
      return evidence;
    }
    String how = "by " + rehearsal.who() + ": " + rehearsal.why();
    return switch (rehearsal.choice()) {
      case WAIVE -> evidence.with(Measure.REHEARSAL_WAIVED, 1, how, rehearsal.at());
      case PASSED -> evidence.with(Measure.REHEARSAL_PASSED, 1, how, rehearsal.at());
      default -> evidence;
    };
  }

  private Evidence traffic(Evidence evidence, String at) {
    String how = "reported by " + traffic.instances() + " instance(s)";
    long secondaryBad = traffic.count("secondaryWriteErrors") + traffic.count("secondaryDropped");
    double dropsMax = setup.file().gates().shadowDropsMax();
    FairStretch.Sample shadow = traffic.fairShadowReads(dropsMax);
    evidence =
        evidence
            .with(
                Measure.SECONDARY_WRITES, traffic.count("secondaryWrites") + secondaryBad, how, at)
            .with(Measure.SECONDARY_WRITE_ERRORS, secondaryBad, how, at)
            .with(Measure.SHADOW_READS, shadow.reads(), how, at)
            .with(Measure.SHADOW_DROPPED, shadow.skipped(), how, at)
            .with(
                Measure.SHADOW_UNDECIDED,
                mismatches.overdue(),
                "reported, and not looked at again in time",
                at)
            .with(Measure.KEYS_DROPPED, traffic.count("keysDropped"), how, at)
            .with(
                Measure.SHADOW_MISMATCHES,
                mismatches.confirmed(),
                "reported, and looked at again after a later hop",
                at)
            .with(Measure.READS_NEW, traffic.count("reads.new"), how, at)
            .with(Measure.READ_ERRORS_NEW, traffic.count("readErrors.new"), how, at)
            .with(Measure.DRIFT_KEYS, driftKeys, "row hashes on both sides after a hop", at)
            .with(
                Measure.DRIFT_DIFFERENT, driftDifferent, "row hashes on both sides after a hop", at)
            .with(Measure.TABLES_UNPROVED, unproved().size(), how, at);
    double p95 = targetP95();
    return p95 < 0 ? evidence : evidence.with(Measure.TARGET_P95_MILLIS, p95, how, at);
  }

  /** Tables with too few shadow reads to prove the bound for them alone. */
  List<String> unproved() {
    GateSettings settings = setup.file().gates();
    long needed = RateBound.needed(0, settings.mismatchMax(), settings.confidence());
    Map<String, Long> reads = traffic.shadowReads();
    return setup.tables().stream()
        .map(t -> t.name())
        .filter(name -> reads.getOrDefault(name, 0L) < needed)
        .toList();
  }

  private double targetP95() {
    double answering = traffic.latency("latency.new").quantile(0.95);
    return answering >= 0 ? answering : traffic.latency("latency.shadow").quantile(0.95);
  }

  private Evidence comparisons(Evidence evidence, MigrationState state) {
    if (state.comparisons().isEmpty()) {
      return evidence;
    }
    String how = "full comparison by checksums computed in both databases" + passedOver(state);
    String at =
        state.comparisons().values().stream()
            .map(Status.TableComparison::at)
            .max(String::compareTo)
            .orElse("");
    return evidence
        .with(Measure.TABLES, setup.tables().size(), how, at)
        .with(Measure.TABLES_EQUAL, tables(state, "EQUAL"), how, at)
        .with(Measure.TABLES_DIFFERENT, tables(state, "DIFFERENT"), how, at)
        .with(Measure.ROWS_SET_ASIDE, 0, "a row set aside makes its table different", at);
  }

  private static String passedOver(MigrationState state) {
    long rows =
        state.comparisons().values().stream().mapToLong(Status.TableComparison::rowsEarlier).sum();
    String oldest =
        state.comparisons().values().stream()
            .filter(table -> table.rowsEarlier() > 0)
            .map(Status.TableComparison::oldest)
            .min(String::compareTo)
            .orElse("");
    return rows == 0
        ? ""
        : "; "
            + rows
            + " rows in chunks that nothing has touched since they were found equal were not looked"
            + " at again, the oldest since "
            + oldest;
  }

  private static long tables(MigrationState state, String result) {
    return state.comparisons().values().stream().filter(c -> c.state().equals(result)).count();
  }

  /** Whether the other side follows: a hop that fails again and again lets the lag grow. */
  static boolean current(SyncStatus sync) {
    return sync.state() == SyncStatus.State.IN_SYNC
        && sync.lagMillis() >= 0
        && sync.lagMillis() <= Gates.LAG_MAX.toMillis();
  }

  private Evidence syncing(Evidence evidence, MigrationState state, SyncStatus sync, String at) {
    boolean inSync = current(sync);
    evidence =
        evidence
            .with(Measure.IN_SYNC, inSync ? 1 : 0, "state and lag of the last hop", at)
            .with(Measure.PENDING_KEYS, sync.pendingKeys(), "pending keys", at);
    if (state.phase() == Phase.FLIP_WRITES) {
      evidence =
          evidence.with(
              Measure.FOREIGN_TRANSACTIONS,
              Math.max(state.holds().foreign(), foreign(sync)),
              "the old side's log since the flip; look at them, then decide " + FOREIGN_WRITES,
              at);
    }
    return evidence;
  }

  private Evidence strangers(Evidence evidence, MigrationState state) {
    StrangerWatch.Look look = strangers.last();
    if (look == null || !look.fresh()) {
      return evidence;
    }
    Strangers.Seen seen = look.seen();
    if (seen == null) {
      return evidence.with(
          Measure.STRANGERS_SHUT_OUT,
          0,
          "the source's accounts cannot be looked at: " + look.failure(),
          look.at());
    }
    ShutOut found = shutOut(seen, Side.SOURCE, state);
    return evidence.with(
        Measure.STRANGERS_SHUT_OUT, found.left() == 0 ? 1 : 0, found.text(), look.at());
  }

  /** Who of those seen on a side is still to be shut out there. */
  ShutOut shutOut(Strangers.Seen seen, Side side, MigrationState state) {
    return ShutOut.of(
        seen, sides.on(side).database().strangers(), state.decisions(), library(setup));
  }

  static boolean library(Setup setup) {
    return setup.file().pattern() == MigrationPattern.DUAL_WRITE;
  }

  /**
   * The evidence that approvals of the point of no return are bound to: the final comparison alone.
   */
  Evidence finalEvidence(MigrationState state) {
    return comparisons(Evidence.NONE, state);
  }

  /** What the gates of the phase say. */
  List<Judged> judge(MigrationState state, @Nullable SyncStatus sync, Ramp ramp) {
    var judged = new ArrayList<Judged>();
    Evidence evidence = evidence(state, sync);
    if (state.phase() == Phase.DECOMMISSION) {
      Evidence last = finalEvidence(state);
      judged.add(
          new Judged("final-verification", gates.decommission(last, state.approvals()), last));
      return judged;
    }
    if (state.phase() == Phase.FLIP_READS) {
      judged.add(new Judged("ramp", rampVerdict(state, ramp), evidence));
    }
    if (comparedBefore(state.phase()) && tables(state, "EQUAL") < setup.tables().size()) {
      judged.add(comparedAgain(evidence));
    }
    if (Commands.leadsToFlip(state.phase(), setup.file().pattern())) {
      for (Gate gate : gates.beforeFlip(state.phase().number())) {
        judged.add(new Judged(gate.id(), gate.judge(evidence), evidence));
      }
    }
    for (Gate gate : gates.leaving(state.phase().number())) {
      Verdict verdict = proved(gate.id(), gate.judge(evidence), state);
      judged.add(new Judged(gate.id(), verdict, evidence));
    }
    return judged;
  }

  private static boolean comparedBefore(Phase phase) {
    return phase == Phase.DUAL_READ || phase == Phase.FLIP_READS;
  }

  /**
   * A lost log undoes the comparison that phase 2 was left with; nothing goes on before the next.
   */
  private Judged comparedAgain(Evidence evidence) {
    Gate equal =
        gates.leaving(Phase.BACKFILL.number()).stream()
            .filter(gate -> gate.id().equals(TABLES_EQUAL))
            .findFirst()
            .orElseThrow();
    return new Judged(equal.id(), equal.judge(evidence), evidence);
  }

  /**
   * Evidence over a sample stays valid after a rollback that threw no data away, unless what comes
   * in now speaks against it.
   */
  private static Verdict proved(String gate, Verdict now, MigrationState state) {
    String before = state.proved().get(gate);
    return before == null || now.result() != Verdict.Result.INCONCLUSIVE
        ? now
        : Verdict.pass("proved before: " + before);
  }

  /** What passes here and now of the gates over samples; for the state that leaves the phase. */
  static Map<String, String> provedBy(List<Judged> judged, Map<String, String> before) {
    var proved = new TreeMap<>(before);
    for (Judged gate : judged) {
      if (OVER_SAMPLES.contains(gate.gate()) && gate.verdict().passed()) {
        proved.putIfAbsent(gate.gate(), gate.verdict().reason());
      }
    }
    return proved;
  }

  private static Verdict rampVerdict(MigrationState state, Ramp ramp) {
    if (state.rampStep() < 0) {
      return Verdict.inconclusive("reads are at 0 %; advance begins the ramp");
    }
    Verdict verdict = ramp.verdict();
    String step =
        "step " + (state.rampStep() + 1) + " (" + state.told().readShare() / 100.0 + " %): ";
    return verdict.passed() && !ramp.last(state.rampStep())
        ? Verdict.inconclusive(step + "passed, the next begins")
        : new Verdict(verdict.result(), step + verdict.reason());
  }

  /** A gate's verdict and what it is based on. */
  record Judged(String gate, Verdict verdict, Evidence evidence) {}
}
