package dev.migrationplanner.database;

import java.time.Duration;

/**
 * How hard a server works, as it says itself. A figure that it does not have, or does not tell this
 * account, is {@link #UNKNOWN}.
 *
 * @param runningStatements statements that run at this moment, this question among them
 * @param history old row versions not cleaned up yet: on MySQL and MariaDB the history list's
 *     length, on PostgreSQL the age of the oldest snapshot in transactions
 * @param replicaLagSeconds how far the slowest replica that it knows of is behind; of a replica:
 *     how far it is behind itself
 * @param latency what the smallest question took, there and back
 */
public record Strain(
    long runningStatements, long history, double replicaLagSeconds, Duration latency) {

  /** In place of a figure. */
  public static final long UNKNOWN = -1;
}
