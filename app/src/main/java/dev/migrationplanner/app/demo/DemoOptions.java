package dev.migrationplanner.app.demo;

import dev.migrationplanner.shop.Sabotage;
import java.util.Optional;

/**
 * What to show.
 *
 * @param scale 1 for about 240,000 rows
 * @param seed the same seed makes the same choices of the shop's customers
 * @param writesPerSecond writes that are due in a second
 * @param readsPerSecond reads that are due in a second while reads are what is proved
 * @param rollbacks whether to go back out of each phase once
 * @param sabotage a wrong to plant before the last judgement, which must then be found
 */
public record DemoOptions(
    double scale,
    long seed,
    double writesPerSecond,
    double readsPerSecond,
    boolean rollbacks,
    Optional<Sabotage.Wrong> sabotage) {
  private static final double SCALE_MAX = 100;

  public DemoOptions {
    if (!(scale > 0) || scale > SCALE_MAX) {
      throw new IllegalArgumentException("The scale is above 0 and at most " + SCALE_MAX + ".");
    }
    if (!(writesPerSecond > 0) || !(readsPerSecond > 0)) {
      throw new IllegalArgumentException("There is no migration to show without traffic.");
    }
  }

  /** Phases 3 and 4 live on reads; elsewhere a third of them keeps the shop honest. */
  double readsPerSecond(int phase) {
    return phase == 3 || phase == 4 ? readsPerSecond : readsPerSecond / 3;
  }
}
