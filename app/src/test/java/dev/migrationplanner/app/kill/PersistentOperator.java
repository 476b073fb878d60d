package dev.migrationplanner.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who starts the tool again when it is gone, resumes what stopped, and gives each command
 * until it is done: nothing that a nemesis does may ask for more.
 */
final class PersistentOperator {
  private static final int FLIP_READS = 4;
  private static final Duration AGAIN = Duration.ofMillis(1_500);
  private static final Duration WAY_MAX = Duration.ofMinutes(15);

  private final Tool tool;
  private final Runnable beforeFlip;
  private final List<String> resumed = new ArrayList<>();
  private int starts;
  private long nextCommand = System.nanoTime();
  private long nextResume = System.nanoTime();

  private interface Look {
    boolean at(JsonNode status) throws InterruptedException;
  }

  PersistentOperator(Tool tool, Runnable beforeFlip) {
    this.tool = tool;
    this.beforeFlip = beforeFlip;
  }

  /** How often the tool was started again. */
  int starts() {
    return starts;
  }

  /** What it was resumed from. */
  List<String> resumed() {
    return List.copyOf(resumed);
  }

  void prepared() throws IOException, InterruptedException {
    travel("the preparation", status -> Watch.goesOn(status) && waiting(status));
    travel("the waiver", this::waived);
  }

  void forward(int to) throws IOException, InterruptedException {
    travel(
        "phase " + to,
        status -> {
          boolean open = waiting(status) && (ramp(status) || gates(status, "PASS"));
          if (phase(status) == to && open) {
            return true;
          }
          if (phase(status) < to && open) {
            command("advance", phase(status) == FLIP_READS);
          }
          return false;
        });
  }

  void back(int to) throws IOException, InterruptedException {
    travel(
        "back in phase " + to,
        status -> {
          if (phase(status) == to && Watch.goesOn(status)) {
            return true;
          }
          if (!status.path("activity").asText().equals("ROLLING_BACK")) {
            command("rollback", true);
          }
          return false;
        });
  }

  /** Sync goes on, and both sides are equal. */
  void drained(Duration limit) throws IOException, InterruptedException {
    travel("sync", Watch::goesOn);
    new Watch(tool).drained(limit);
  }

  private boolean waived(JsonNode status) throws InterruptedException {
    for (String subject : List.of("rehearsal", "restore")) {
      if (!decided(status, "decide " + subject + ": waive")) {
        boolean unused = tool.command("decide", subject, "waive");
        return false;
      }
    }
    return true;
  }

  private static boolean decided(JsonNode status, String what) {
    for (JsonNode entry : status.path("history")) {
      if (entry.path("what").asText().equals(what)) {
        return true;
      }
    }
    return false;
  }

  private void travel(String what, Look look) throws IOException, InterruptedException {
    Patience patience = new Patience(WAY_MAX);
    Optional<JsonNode> status = Optional.empty();
    while (patience.isLeft()) {
      status = status();
      if (status.isPresent()) {
        mend(status.get());
        if (look.at(status.get())) {
          return;
        }
      }
      Thread.sleep(4 * Watch.LOOK_MILLIS);
    }
    throw new Watch(tool).stuck("Waited " + WAY_MAX + " for " + what, status);
  }

  private Optional<JsonNode> status() throws IOException, InterruptedException {
    if (tool.exit().isPresent()) {
      starts++;
      tool.run("start");
    }
    try {
      return tool.status();
    } catch (IllegalStateException gone) {
      return Optional.empty();
    }
  }

  private void mend(JsonNode status) throws InterruptedException {
    String activity = status.path("activity").asText();
    String sync = status.path("sync").path("state").asText();
    boolean stopped =
        activity.equals("STOPPED") || sync.equals("FAILED") || sync.equals("NEEDS_COMPARISON");
    if ((stopped || gates(status, "FAIL") || asksForResume(status))
        && System.nanoTime() - nextResume > 0) {
      if (stopped) {
        resumed.add(
            status.path("message").asText() + " " + status.path("sync").path("message").asText());
      }
      boolean unused = tool.command("resume", "", "");
      nextResume = System.nanoTime() + 3 * AGAIN.toNanos();
    }
  }

  /** What was counted while too much went wrong at once does not count. */
  private static boolean asksForResume(JsonNode status) {
    for (JsonNode gate : status.path("gates")) {
      if (gate.path("waitsFor").asText().contains("then resume")) {
        return true;
      }
    }
    return false;
  }

  private void command(String kind, boolean movesAuthority) throws InterruptedException {
    if (System.nanoTime() - nextCommand > 0) {
      if (movesAuthority) {
        beforeFlip.run();
      }
      boolean unused = tool.command(kind, "", "");
      nextCommand = System.nanoTime() + AGAIN.toNanos();
    }
  }

  private static boolean waiting(JsonNode status) {
    return status.path("activity").asText().equals("WAITING");
  }

  private static boolean ramp(JsonNode status) {
    return phase(status) == FLIP_READS && status.path("readShare").asInt() == 0;
  }

  private static boolean gates(JsonNode status, String verdict) {
    boolean all = verdict.equals("PASS") && !status.path("gates").isEmpty();
    boolean any = false;
    for (JsonNode gate : status.path("gates")) {
      boolean so = gate.path("verdict").asText().equals(verdict);
      all &= so;
      any |= so;
    }
    return verdict.equals("PASS") ? all : any;
  }

  private static int phase(JsonNode status) {
    return status.path("phase").asInt();
  }
}
