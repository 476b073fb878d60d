package dev.migrationplanner.app.http;

import io.javalin.http.sse.SseClient;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One open stream: sends its text when that changed, and a heartbeat when it did not. */
final class Stream {
  private static final long HEARTBEAT_NANOS = 15_000_000_000L;

  private final SseClient client;
  private final Supplier<StreamText> text;
  private final AtomicBoolean busy = new AtomicBoolean();
  private String lastVersion = "";
  private long lastNanos = System.nanoTime();

  Stream(SseClient client, Supplier<StreamText> text) {
    this.client = client;
    this.text = text;
  }

  /** True for the one caller that must then send. */
  boolean claim() {
    return busy.compareAndSet(false, true);
  }

  void send() {
    try {
      if (client.terminated()) {
        client.close();
      } else {
        sendNews(text.get());
      }
    } finally {
      busy.set(false);
    }
  }

  private void sendNews(StreamText news) {
    if (!news.version().equals(lastVersion)) {
      client.sendEvent(news.event(), news.data());
      lastVersion = news.version();
      lastNanos = System.nanoTime();
    } else if (System.nanoTime() - lastNanos > HEARTBEAT_NANOS) {
      client.sendComment("alive");
      lastNanos = System.nanoTime();
    }
  }

  void end() {
    client.close();
  }
}
