package dev.migrationplanner.client;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A named daemon thread that runs one task again and again, with a pause between, until closed. */
final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration JOIN_MAX = Duration.ofSeconds(2);

  private final Thread thread;
  private final Duration pause;
  private final Runnable task;
  private volatile boolean closed;

  private Loop(String name, Duration pause, Runnable task) {
    this.pause = pause;
    this.task = task;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  static Loop start(String name, Duration pause, Runnable task) {
    Loop loop = new Loop(name, pause, task);
    loop.thread.start();
    return loop;
  }

  /** Ends within {@link #JOIN_MAX}; a task that does not listen is left behind as a daemon. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(JOIN_MAX.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        task.run();
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException interrupted) {
        return;
      } catch (RuntimeException unforeseen) {
        LOG.error(
            "{} met an error that is a defect of this library; it goes on.",
            thread.getName(),
            unforeseen);
        pauseAfterDefect();
      }
    }
  }

  private void pauseAfterDefect() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
