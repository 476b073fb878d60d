package dev.migrationplanner.app.demo;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Status;
import dev.migrationplanner.shop.Counts;
import dev.migrationplanner.shop.Traffic;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/** The way through the phases: into each, back out of it once, into it again, and on. */
final class Journey {
  private static final int FLIP_READS = 4;
  private static final int FLIP_WRITES = 5;
  private static final int DECOMMISSION = 6;
  private static final int WRITES_IN_TARGET_MIN = 1_000;
  private static final int ATTEMPTS_MAX = 20;
  private static final Duration FAILED_MAX = Duration.ofSeconds(10);
  private static final int SHADOW_READS_MIDWAY = 2_000;
  private static final Duration PHASE_MAX = Duration.ofSeconds(150);
  private static final Duration STEP_MAX = Duration.ofSeconds(60);

  private final DemoOptions options;
  private final Watch watch;
  private final Traffic traffic;
  private final Barrier barrier;
  private final Narrator narrator;
  private final Logbook logbook = new Logbook();
  private Counts mark;

  Journey(DemoOptions options, Watch watch, Traffic traffic, Barrier barrier, Narrator narrator) {
    this.options = options;
    this.watch = watch;
    this.traffic = traffic;
    this.barrier = barrier;
    this.narrator = narrator;
    this.mark = traffic.counts();
  }

  Logbook logbook() {
    return logbook;
  }

  /**
   * Phase 0: by decisions that stand on record the rehearsal and the restore of a backup are left
   * out, and the shop's account is not locked when authority moves, for the library's fence holds
   * it.
   */
  void begin() {
    arrived(0);
    decide(
        "account/" + Stand.SOURCE_ACCOUNT,
        "library-only",
        "the shop has no way to its data but the library");
    decide("rehearsal", "waive", "the demo is itself a run on throw-away databases");
    decide("restore", "waive", "the demo's databases are thrown away, and have no backup");
  }

  private void decide(String subject, String choice, String why) {
    watch.require(new Command(Command.Kind.DECIDE, -1, subject, choice, "demo", why));
  }

  /** From phase 0 into phase 5, back out of each once if asked to. */
  void toTheTarget(boolean rollbacks) throws InterruptedException, SQLException {
    for (int phase = 1; phase <= FLIP_WRITES; phase++) {
      advance(phase);
      if (rollbacks) {
        halfway(phase);
        rollBack(phase);
        advance(phase);
      }
    }
    halfway(FLIP_WRITES);
  }

  /** The point of no return, which two people approve for the evidence as it stands. */
  void toTheEnd() throws InterruptedException {
    advance(DECOMMISSION);
    watch.until("the final comparison is done", PHASE_MAX, Sights::allCompared);
    approve("ada");
    approve("grace");
    pass("the migration is completed", status -> status.activity() == Status.Activity.COMPLETED);
  }

  private void approve(String person) {
    watch.require(
        new Command(Command.Kind.APPROVE, -1, "decommission", "", person, "the soak was clean"));
  }

  private void advance(int to) throws InterruptedException {
    Instant from = pass("phase " + to + " has begun", status -> in(status, to));
    if (to == FLIP_WRITES) {
      flipped(from, "the flip");
    }
    arrived(to);
  }

  /**
   * Leaves a phase through its open gate. A gate may shut again between a look and the command (a
   * hop came late); then the command is refused, and the gate is waited for once more.
   *
   * @return when the command was given that was taken
   */
  private Instant pass(String what, Predicate<Status> isPassed) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Status open = openGate();
      long before = Sights.newest(open);
      Instant from = Instant.now();
      boolean taken = watch.ask(Command.Kind.ADVANCE, "the gate is open");
      Status after =
          taken
              ? watch.until(
                  what, STEP_MAX, now -> isPassed.test(now) || Sights.refused(now, before))
              : open;
      if (taken && isPassed.test(after)) {
        logbook.left(open);
        return from;
      }
      if (attempt == ATTEMPTS_MAX) {
        throw new DemoFailure(
            "The gate of phase " + open.phase() + " opens and shuts all the time.");
      }
    }
  }

  /** Every kind of write has been acknowledged in this phase, and its gate is open. */
  private Status openGate() throws InterruptedException {
    int phase = watch.status().phase();
    if (phase == FLIP_READS && watch.status().readShare() == 0) {
      watch.command(Command.Kind.ADVANCE, -1, "the ramp begins again");
    }
    everyKind();
    return opened(phase);
  }

  /**
   * Waits for the gate. One that failed stays failed for what was counted; where the machine itself
   * stood still, an operator resumes, which is recorded, and the phase is counted anew.
   */
  private Status opened(int phase) throws InterruptedException {
    long[] failedSince = {0};
    while (true) {
      Status status =
          watch.until(
              "the gate of phase " + phase + " opens",
              PHASE_MAX,
              now -> Sights.open(now) || Sights.failedFor(now, failedSince, FAILED_MAX));
      if (Sights.open(status)) {
        return status;
      }
      failedSince[0] = 0;
      if (!logbook.countsAnew()) {
        throw new DemoFailure("The gate of phase " + phase + " failed. " + Sights.gates(status));
      }
      narrator.tell("  counted anew, on record: " + Sights.gates(status));
      watch.command(Command.Kind.RESUME, -1, "failed for a while; looked into and counted anew");
    }
  }

  private void everyKind() throws InterruptedException {
    Counts since = mark;
    watch.until(
        "every kind of write was acknowledged in this phase",
        STEP_MAX,
        status -> traffic.counts().since(since).everyKind());
  }

  private void arrived(int phase) {
    mark = traffic.counts();
    traffic.setRates(options.writesPerSecond(), options.readsPerSecond(phase));
    Status status = watch.status();
    logbook.entered(phase, status.phaseName());
    narrator.tell(
        String.format(
            Locale.ROOT,
            "phase %d %s: the application is in %s, the %s is the authority",
            phase,
            status.phaseName(),
            status.stage(),
            status.authority().name().toLowerCase(Locale.ROOT)));
  }

  private void halfway(int phase) throws InterruptedException {
    Counts since = mark;
    watch.until(
        "the middle of phase " + phase,
        PHASE_MAX,
        status ->
            switch (phase) {
              case 1 -> traffic.counts().since(since).acknowledgedWrites() > 500;
              case 2 -> Sights.copying(status);
              case 3 -> status.traffic().shadowReads() > SHADOW_READS_MIDWAY;
              case 4 -> status.readShare() >= 1_000;
              default -> traffic.counts().since(since).acknowledgedWrites() >= WRITES_IN_TARGET_MIN;
            });
    if (phase != 2) {
      everyKind();
    }
  }

  private void rollBack(int phase) throws InterruptedException, SQLException {
    logbook.left(watch.status());
    Instant from = Instant.now();
    watch.command(Command.Kind.ROLLBACK, phase - 1, "to show that it can be");
    watch.until("the rollback is done", STEP_MAX, status -> back(status, phase - 1));
    Duration took = Duration.between(from, Instant.now());
    if (phase == FLIP_WRITES) {
      flipped(from, "the flip back");
    }
    narrator.tell(
        String.format(
            Locale.ROOT, "  rolled back out of phase %d in %.2f s", phase, Narrator.seconds(took)));
    arrived(phase - 1);
    Judgement judgement = judge(phase);
    logbook.rolledBack(phase, took, judgement);
  }

  /** Before the backfill is reconciled the target is not meant to equal the source. */
  private Judgement judge(int phase) throws InterruptedException, SQLException {
    String when = "after the rollback out of phase " + phase;
    return phase <= 2 ? barrier.alone(when, "source") : barrier.both(when, () -> {});
  }

  private void flipped(Instant from, String what) throws InterruptedException {
    Thread.sleep(300);
    long longest = traffic.probe().maxLatencyMillisBetween(from, Instant.now());
    logbook.paused(longest);
    narrator.tell("  writes waited at most " + longest + " ms around " + what);
  }

  private static boolean in(Status status, int phase) {
    boolean moved = phase < FLIP_WRITES || status.authority() == Side.TARGET;
    return status.phase() == phase && moved;
  }

  private static boolean back(Status status, int phase) {
    return status.phase() == phase
        && status.authority() == Side.SOURCE
        && status.activity() != Status.Activity.ROLLING_BACK;
  }
}
