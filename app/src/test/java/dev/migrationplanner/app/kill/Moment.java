package dev.migrationplanner.app.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * When to kill: some time after a phase was seen to be at hand, or right after it was asked to be
 * left. A moment that was missed because its phase is over already comes in the next one.
 *
 * @param leaving whether the time runs from the command that leaves the phase
 */
record Moment(int phase, boolean leaving, Duration after) {
  private static final int PHASE_MAX = 5;
  private static final List<Integer> DURING_MILLIS_MAX =
      List.of(0, 4_000, 7_000, 3_000, 8_000, 4_000);
  private static final int LEAVING_MILLIS_MAX = 400;

  /**
   * Moments in the order of the journey: backfill, ramp, flip and what comes after it first, the
   * rest anywhere.
   */
  static List<Moment> draw(int kills, RandomGenerator random) {
    List<Moment> moments = new ArrayList<>();
    List<Moment> wanted =
        List.of(during(2, random), during(4, random), leaving(4, random), during(5, random));
    for (int kill = 0; kill < kills; kill++) {
      moments.add(kill < wanted.size() ? wanted.get(kill) : anywhere(random));
    }
    moments.sort(Comparator.comparingInt(moment -> 2 * moment.phase + (moment.leaving ? 1 : 0)));
    return moments;
  }

  /** Whether its time runs already without any command. */
  boolean runsIn(int phaseAtHand) {
    return leaving ? phaseAtHand > phase : phaseAtHand >= phase;
  }

  /** Whether its time runs from a command that leaves this phase. */
  boolean runsAtTheEndOf(int phaseAtHand) {
    return leaving && phaseAtHand == phase;
  }

  @Override
  public String toString() {
    String where = leaving ? phase + ">" + (phase + 1) : String.valueOf(phase);
    return String.format(Locale.ROOT, "%s+%.2fs", where, after.toMillis() / 1e3);
  }

  private static Moment anywhere(RandomGenerator random) {
    boolean leaving = random.nextBoolean();
    return leaving
        ? leaving(random.nextInt(PHASE_MAX), random)
        : during(1 + random.nextInt(PHASE_MAX), random);
  }

  private static Moment during(int phase, RandomGenerator random) {
    int millis = random.nextInt(DURING_MILLIS_MAX.get(phase));
    return new Moment(phase, false, Duration.ofMillis(millis));
  }

  private static Moment leaving(int phase, RandomGenerator random) {
    return new Moment(phase, true, Duration.ofMillis(random.nextInt(LEAVING_MILLIS_MAX)));
  }
}
