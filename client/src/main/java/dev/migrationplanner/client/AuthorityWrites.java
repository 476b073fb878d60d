package dev.migrationplanner.client;

import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Writes on the authority: what the caller's success or failure is about. A refusal at the fence
 * wrote nothing and teaches the new epoch, so the write begins anew on the new authority.
 */
final class AuthorityWrites {
  /** A result and the state under which it was committed. */
  record Committed<T extends @Nullable Object>(T result, State state) {}

  private final Flags flags;
  private final Transaction transaction;
  private final RecentWrites recent;
  private final Counters counters;
  private final Limits.Writes limits;

  AuthorityWrites(
      Flags flags,
      Transaction transaction,
      RecentWrites recent,
      Counters counters,
      Limits.Writes limits) {
    this.flags = flags;
    this.transaction = transaction;
    this.recent = recent;
    this.counters = counters;
    this.limits = limits;
  }

  <T extends @Nullable Object> Committed<T> write(Collection<?> keys, Work<T> work)
      throws SQLException {
    counters.add(Count.AUTHORITY_WRITES);
    try {
      return attempts(keys, work);
    } catch (SQLException failed) {
      counters.add(Count.AUTHORITY_WRITE_ERRORS);
      throw failed;
    }
  }

  private <T extends @Nullable Object> Committed<T> attempts(Collection<?> keys, Work<T> work)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      State state = flags.state();
      try {
        return new Committed<>(attempt(keys, state, work), state);
      } catch (StaleEpochException stale) {
        boolean moved = flags.learn(stale.row()).epoch() != state.epoch();
        if (!moved || attempt >= limits.attemptsMax()) {
          throw stale;
        }
      } catch (SQLException failed) {
        boolean again =
            limits.retriesDeadlocks() && transaction.wasDeadlock(state.authority(), failed);
        if (!again || attempt >= limits.attemptsMax()) {
          throw failed;
        }
      }
    }
  }

  /** Notes the keys before the commit, so that no shadow read takes the write for a difference. */
  private <T extends @Nullable Object> T attempt(Collection<?> keys, State state, Work<T> work)
      throws SQLException {
    if (!state.stage().writes().both()) {
      return transaction.run(state.authority(), state, work);
    }
    RecentWrites.Mark mark = recent.begin(keys);
    boolean maybeWritten = false;
    try {
      T result = transaction.run(state.authority(), state, work);
      maybeWritten = true;
      return result;
    } catch (UnknownOutcomeException unknown) {
      maybeWritten = true;
      throw unknown;
    } finally {
      if (maybeWritten) {
        mark.written();
      } else {
        mark.undone();
      }
    }
  }
}
