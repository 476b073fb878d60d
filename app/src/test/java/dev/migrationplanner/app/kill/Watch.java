package dev.migrationplanner.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at the tool until something is so, for a bounded time; a stop ends the test. */
record Watch(Tool tool) {
  static final long LOOK_MILLIS = 25;

  /** Of patience alone: how swift it has to be is for the tests to say. */
  static final Duration RESUME_MAX = Duration.ofMinutes(5);

  private static final Set<String> AT_WORK = Set.of("WORKING", "WAITING");
  private static final Set<String> SYNCING = Set.of("COLLECTING", "CATCHING_UP", "IN_SYNC");

  /** The status of that moment. */
  JsonNode until(String what, Duration limit, Predicate<JsonNode> isSo)
      throws InterruptedException {
    Patience patience = new Patience(limit);
    Optional<JsonNode> status = Optional.empty();
    while (patience.isLeft()) {
      status = tool.status();
      if (status.isPresent() && status.get().path("activity").asText().equals("STOPPED")) {
        throw stuck("The migration stopped", status);
      }
      if (status.isPresent() && isSo.test(status.get())) {
        return status.get();
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw stuck("Waited " + limit.toSeconds() + " s until " + what, status);
  }

  /** It goes on with what it did: sync runs in every phase that wants it. */
  JsonNode resumed() throws InterruptedException {
    return until("it goes on", RESUME_MAX, Watch::goesOn);
  }

  /**
   * The other side equals all that was written before this was asked, while the traffic rests. The
   * snapshot it equals is younger than half the time since, so it was surely taken since.
   */
  void drained(Duration limit) throws InterruptedException {
    Stragglers.await(limit);
    long from = System.nanoTime();
    until(
        "sync has nothing left to do",
        limit,
        status -> {
          JsonNode sync = status.path("sync");
          long lag = sync.path("lagMillis").asLong();
          return sync.path("state").asText().equals("IN_SYNC")
              && sync.path("pendingKeys").asLong() == 0
              && lag >= 0
              && lag < (System.nanoTime() - from) / 2_000_000;
        });
  }

  IllegalStateException stuck(String what, Optional<JsonNode> status) {
    String seen = status.map(JsonNode::toPrettyString).orElse("no answer");
    return new IllegalStateException(what + ".\n" + seen + "\n" + tool.tail());
  }

  static boolean goesOn(JsonNode status) {
    return AT_WORK.contains(status.path("activity").asText())
        && (status.path("phase").asInt() == 0
            || SYNCING.contains(status.path("sync").path("state").asText()));
  }
}
