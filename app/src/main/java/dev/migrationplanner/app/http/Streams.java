package dev.migrationplanner.app.http;

import dev.migrationplanner.run.Control;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open server-sent streams. One clock looks twice a second whether a stream's text changed and
 * sends it; a change of an application's state is sent at once. A slow reader delays nobody: it
 * misses texts and gets the newest when it is ready again.
 */
final class Streams implements AutoCloseable {
  private static final int STREAMS_MAX = 200;
  private static final int SENDERS = 4;
  private static final long TICK_MILLIS = 500;

  /** What a stream tells. */
  enum Topic {
    STATE,
    STATUS,
    FLAGS
  }

  private final Migrations migrations;
  private final List<Stream> open = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(daemon("stream-clock"));
  private final ExecutorService senders =
      Executors.newFixedThreadPool(SENDERS, daemon("stream-sender"));

  Streams(Migrations migrations) {
    this.migrations = migrations;
    var unused =
        clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void open(SseClient client, String migration, Topic topic) {
    if (open.size() >= STREAMS_MAX) {
      throw new Refusal(
          503, "too-many-streams", "All " + STREAMS_MAX + " streams are taken. Poll instead.");
    }
    Control control = migrations.get(migration);
    Stream stream = new Stream(client, StreamText.of(topic, migration, control));
    AutoCloseable listening =
        topic == Topic.STATUS ? () -> {} : control.onStateChange(() -> send(stream));
    client.keepAlive();
    client.onClose(() -> forget(stream, listening));
    open.add(stream);
    send(stream);
  }

  int size() {
    return open.size();
  }

  private void tick() {
    open.forEach(this::send);
  }

  private void send(Stream stream) {
    if (!clock.isShutdown() && stream.claim()) {
      senders.execute(stream::send);
    }
  }

  private void forget(Stream stream, AutoCloseable listening) {
    open.remove(stream);
    try {
      listening.close();
    } catch (Exception neverMind) {
      throw new IllegalStateException("A stream's listener cannot be taken away.", neverMind);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    open.forEach(Stream::end);
    senders.shutdownNow();
  }

  private static ThreadFactory daemon(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
