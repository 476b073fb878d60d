package dev.migrationplanner.app.history;

import dev.migrationplanner.app.history.Operation.Answer;
import dev.migrationplanner.app.history.Operation.Kind;
import dev.migrationplanner.app.history.Operation.Outcome;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** All that clients did, as they saw it. Thread-safe. */
public final class History {
  private final AtomicLong numbers = new AtomicLong();
  private final Queue<Operation> ended = new ConcurrentLinkedQueue<>();

  /** An operation begins. */
  public Call begin(Kind kind, String key) {
    return new Call(numbers.incrementAndGet(), kind, key, System.nanoTime());
  }

  /** Those that have ended, or will not. */
  public List<Operation> operations() {
    return List.copyOf(ended);
  }

  /** How many have ended. */
  public int size() {
    return ended.size();
  }

  /** How many were acknowledged. */
  public long acknowledged() {
    return ended.stream().filter(Operation::ok).count();
  }

  /** One operation under way. */
  public final class Call {
    private final long number;
    private final Kind kind;
    private final String key;
    private final long beginNanos;

    private Call(long number, Kind kind, String key, long beginNanos) {
      this.number = number;
      this.kind = kind;
      this.key = key;
      this.beginNanos = beginNanos;
    }

    public long number() {
      return number;
    }

    public void ok(Answer answer) {
      end(System.nanoTime(), Outcome.OK, answer);
    }

    public void failed() {
      end(System.nanoTime(), Outcome.FAILED, Answer.NONE);
    }

    /** Its client goes on as somebody else, for this may still take effect. */
    public void unknown() {
      end(Long.MAX_VALUE, Outcome.UNKNOWN, Answer.NONE);
    }

    private void end(long nanos, Outcome outcome, Answer answer) {
      ended.add(new Operation(number, kind, key, beginNanos, nanos, outcome, answer));
    }
  }
}
