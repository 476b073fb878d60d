package dev.migrationplanner.copy;

import dev.migrationplanner.database.Strain;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Holds all workers to a pace: two rates, and the source's own signs of strain. */
final class Throttle {

  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

  private final Pace pace;
  private final Look source;
  private final Consumer<String> told;
  private long rowsFreeAtNanos = System.nanoTime();
  private long bytesFreeAtNanos = rowsFreeAtNanos;
  private long lookedAtNanos = rowsFreeAtNanos - LOOK_EVERY_NANOS;
  private Optional<String> strained = Optional.empty();

  /**
   * @param told what holds the copy back, "" when nothing does any more
   */
  Throttle(Pace pace, Look source, Consumer<String> told) {
    this.pace = pace;
    this.source = source;
    this.told = told;
  }

  /** Waits, before a chunk, as long as the source is strained. */
  void awaitSource(BooleanSupplier stopped) throws SQLException, InterruptedException {
    boolean waited = false;
    for (Optional<String> why = strain(); why.isPresent(); why = strain()) {
      if (stopped.getAsBoolean()) {
        return;
      }
      told.accept("held back: " + why.get());
      waited = true;
      TimeUnit.MILLISECONDS.sleep(200);
    }
    if (waited) {
      told.accept("");
    }
  }

  /** Waits, behind a chunk, until so much more keeps both rates. */
  void spend(long rows, long bytes) throws InterruptedException {
    long wait;
    String rate;
    synchronized (this) {
      long now = System.nanoTime();
      rowsFreeAtNanos = later(now, rowsFreeAtNanos, rows, pace.rowsPerSecondMax());
      bytesFreeAtNanos = later(now, bytesFreeAtNanos, bytes, pace.bytesPerSecondMax());
      wait = Math.max(rowsFreeAtNanos, bytesFreeAtNanos) - now;
      rate = rowsFreeAtNanos >= bytesFreeAtNanos ? "rowsPerSecondMax" : "megabytesPerSecondMax";
    }
    if (wait > 0) {
      told.accept("held to copy." + rate);
      TimeUnit.NANOSECONDS.sleep(wait);
      told.accept("");
    }
  }

  private static long later(long now, long freeAt, long amount, long perSecondMax) {
    return perSecondMax <= 0
        ? now
        : Math.max(now, freeAt) + Math.round(amount * 1e9 / perSecondMax);
  }

  /** One look a second serves all workers. */
  private synchronized Optional<String> strain() throws SQLException {
    if (pace.source().none()) {
      return Optional.empty();
    }
    if (System.nanoTime() - lookedAtNanos >= LOOK_EVERY_NANOS) {
      strained = pace.source().exceeded(source.now());
      lookedAtNanos = System.nanoTime();
    }
    return strained;
  }

  /** Asks the source. */
  interface Look {
    Strain now() throws SQLException;
  }
}
