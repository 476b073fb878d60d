package dev.migrationplanner.copy;

import dev.migrationplanner.database.Strain;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast the copy may go at most, over all workers; 0 = that is not limited.
 *
 * @param rowsPerSecondMax rows
 * @param bytesPerSecondMax bytes as they are written
 * @param source what the source may suffer; the copy waits while it suffers more
 */
public record Pace(long rowsPerSecondMax, long bytesPerSecondMax, SourceLimits source) {

  /** As fast as it goes. */
  public static final Pace FREE = new Pace(0, 0, SourceLimits.NONE);

  public Pace {
    if (rowsPerSecondMax < 0 || bytesPerSecondMax < 0) {
      throw new IllegalArgumentException("rates are not negative");
    }
  }

  /**
   * The source's own signs of strain; 0 = not looked at.
   *
   * @param runningMax statements running at once
   * @param historyMax old row versions (see {@link Strain})
   * @param replicaLagMax of the slowest replica
   * @param latencyMax of the smallest question
   */
  public record SourceLimits(
      int runningMax, long historyMax, Duration replicaLagMax, Duration latencyMax) {

    /** Nothing is looked at. */
    public static final SourceLimits NONE = new SourceLimits(0, 0, Duration.ZERO, Duration.ZERO);

    public SourceLimits {
      if (runningMax < 0
          || historyMax < 0
          || replicaLagMax.isNegative()
          || latencyMax.isNegative()) {
        throw new IllegalArgumentException("limits are not negative");
      }
    }

    boolean none() {
      return equals(NONE);
    }

    /** What is more than it may be; what the server does not tell is not. */
    Optional<String> exceeded(Strain strain) {
      if (runningMax > 0 && strain.runningStatements() > runningMax) {
        return Optional.of(
            "the source runs %d statements (sourceRunningMax %d)"
                .formatted(strain.runningStatements(), runningMax));
      }
      if (historyMax > 0 && strain.history() > historyMax) {
        return Optional.of(
            "the source keeps %d old row versions (sourceHistoryMax %d)"
                .formatted(strain.history(), historyMax));
      }
      return slow(strain);
    }

    private Optional<String> slow(Strain strain) {
      if (!replicaLagMax.isZero() && strain.replicaLagSeconds() * 1e3 > replicaLagMax.toMillis()) {
        return Optional.of(
            "a replica is %.0f s behind (sourceLagMax %d s)"
                .formatted(strain.replicaLagSeconds(), replicaLagMax.toSeconds()));
      }
      if (!latencyMax.isZero() && strain.latency().compareTo(latencyMax) > 0) {
        return Optional.of(
            "the source answers in %d ms (sourceLatencyMax %d ms)"
                .formatted(strain.latency().toMillis(), latencyMax.toMillis()));
      }
      return Optional.empty();
    }
  }
}
