package dev.migrationplanner.run;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One long piece of a phase's work, in a thread of its own, that can be called off. */
final class Work {

  /** What is done; looks at {@code cancelled} where it can stop. */
  interface Body {
    void run(AtomicBoolean cancelled) throws Exception;
  }

  private static final long ASKED_MILLIS_MAX = 2_000;
  private static final long INTERRUPTED_MILLIS_MAX = 30_000;

  private final String name;
  private final boolean looksOnly;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean finished;
  private volatile @Nullable Throwable failure;

  private Work(String name, boolean looksOnly, Body body) {
    this.name = name;
    this.looksOnly = looksOnly;
    this.thread =
        new Thread(
            () -> {
              try {
                body.run(cancelled);
              } catch (Exception | Error e) {
                failure = e;
              } finally {
                finished = true;
              }
            },
            "work-" + name);
    thread.setDaemon(true);
  }

  /** A step of the phase. */
  static Work start(String name, Body body) {
    return start(new Work(name, false, body));
  }

  /** A look at rows: evidence, which no step of the phase waits for. */
  static Work look(String name, Body body) {
    return start(new Work(name, true, body));
  }

  private static Work start(Work work) {
    work.thread.start();
    return work;
  }

  boolean looksOnly() {
    return looksOnly;
  }

  String name() {
    return name;
  }

  boolean finished() {
    return finished;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /**
   * Calls it off and waits until it is gone.
   *
   * @return false if it is still there after a bounded time: a database does not answer it, say
   */
  boolean cancel() throws InterruptedException {
    cancelled.set(true);
    thread.join(ASKED_MILLIS_MAX);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(INTERRUPTED_MILLIS_MAX);
    }
    return !thread.isAlive();
  }
}
