package dev.migrationplanner.client;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads as the Stage says: from one side, with a shadow read of the other where it asks for one.
 */
final class Reads {
  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  private final Flags flags;
  private final Databases databases;
  private final RecentWrites recent;
  private final ShadowReads shadows;
  private final Counters counters;
  private final Duration deadline;
  private final Complaint fallingBack =
      new Complaint(LOG, "The target failed a read; the source answered instead");

  /** {@code deadline}: no answer of the side that is not the authority is waited for longer. */
  Reads(
      Flags flags,
      Databases databases,
      RecentWrites recent,
      ShadowReads shadows,
      Counters counters,
      Duration deadline) {
    this.flags = flags;
    this.databases = databases;
    this.recent = recent;
    this.shadows = shadows;
    this.counters = counters;
    this.deadline = deadline;
  }

  /** The side that answers this key now: its own write comes before its cohort. */
  Side side(String routingKey, State state) {
    Route route = flags.reads(routingKey, state);
    return route.both() && recent.contains(routingKey) ? state.authority() : route.first();
  }

  <T extends @Nullable Object> T read(ReadCall<T> call) throws SQLException {
    State state = flags.state();
    Side side = side(call.routingKey(), state);
    T answer;
    try {
      answer = timed(side, call.read(), side == state.authority());
    } catch (SQLException | RuntimeException failed) {
      if (side == state.authority()) {
        throw failed;
      }
      fallingBack.about(failed);
      return timed(state.authority(), call.read(), true);
    }
    if (flags.reads(call.routingKey(), state).both()) {
      shadows.follow(call, state, side, answer);
    }
    return answer;
  }

  private <T extends @Nullable Object> T timed(Side side, Work<T> read, boolean authority)
      throws SQLException {
    long start = System.nanoTime();
    boolean answered = false;
    try {
      T answer = authority ? databases.on(side, read) : databases.within(deadline, side, read);
      answered = true;
      return answer;
    } finally {
      counters.read(side, System.nanoTime() - start);
      if (!answered) {
        counters.readError(side);
      }
    }
  }
}
