package dev.migrationplanner.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrationplanner.shop.Counts;
import dev.migrationplanner.shop.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * An operator who leads the migration from phase 0 through phase 5, while somebody kills the tool
 * at given moments and starts it again.
 */
final class Journey {
  private static final int FLIP_READS = 4;
  private static final int FLIP_WRITES = 5;
  private static final Duration WAY_MAX = Duration.ofMinutes(8);
  private static final Duration KILL_MAX = Duration.ofSeconds(40);
  private static final Duration COMMAND_MAX = Duration.ofSeconds(5);

  private final Tool tool;
  private final Watch watch;
  private final Traffic traffic;
  private final Deque<Moment> moments;
  private final List<Kill> kills = new ArrayList<>();

  Journey(Tool tool, Traffic traffic, Collection<Moment> moments) {
    this.tool = tool;
    this.watch = new Watch(tool);
    this.traffic = traffic;
    this.moments = new ArrayDeque<>(moments);
  }

  /** Until the gates of phase 5 are open and all kills are done. */
  List<Kill> travel() throws IOException, InterruptedException {
    decide("rehearsal", "waive");
    decide("restore", "waive");
    Duration limit = WAY_MAX.plus(KILL_MAX.multipliedBy(moments.size()));
    Patience patience = new Patience(limit);
    while (patience.isLeft()) {
      JsonNode status = watch.until("it answers", Watch.RESUME_MAX, any -> true);
      Moment next = moments.peek();
      if (next != null && next.runsIn(phase(status))) {
        kill(moments.remove(), phase(status));
      } else if (phase(status) < FLIP_WRITES && open(status)) {
        advance(phase(status));
      } else if (phase(status) == FLIP_WRITES && open(status)) {
        return kills;
      }
      Thread.sleep(Watch.LOOK_MILLIS);
    }
    throw watch.stuck("The way took longer than " + limit + " with " + kills, tool.status());
  }

  private void decide(String subject, String choice) throws InterruptedException {
    if (!tool.command("decide", subject, choice)) {
      throw watch.stuck("The decision on " + subject + " was not taken", tool.status());
    }
  }

  private void advance(int from) throws IOException, InterruptedException {
    boolean taken = tool.command("advance", "", "");
    Moment next = moments.peek();
    if (taken && next != null && next.runsAtTheEndOf(from)) {
      kill(moments.remove(), from);
    } else if (taken) {
      awaitOther(from);
    }
  }

  /** A command that came to nothing is given again by the caller. */
  private void awaitOther(int phase) throws InterruptedException {
    long deadline = System.nanoTime() + COMMAND_MAX.toNanos();
    while (System.nanoTime() < deadline
        && tool.status().map(Journey::phase).orElse(phase) == phase) {
      Thread.sleep(Watch.LOOK_MILLIS);
    }
  }

  private void kill(Moment moment, int phase) throws IOException, InterruptedException {
    Thread.sleep(moment.after().toMillis());
    tool.kill();
    Counts before = traffic.counts();
    Instant from = Instant.now();
    long start = System.nanoTime();
    tool.run("serve");
    JsonNode status = watch.resumed();
    double seconds = (System.nanoTime() - start) / 1e9;
    long writes = traffic.counts().since(before).acknowledgedWrites();
    long wait = traffic.probe().maxLatencyMillisBetween(from, Instant.now());
    Kill kill = new Kill(moment, phase, phase(status), seconds, writes, wait);
    System.out.println("killed at " + kill);
    kills.add(kill);
  }

  private static int phase(JsonNode status) {
    return status.path("phase").asInt();
  }

  /** Killed before the ramp's first step, phase 4 waits at 0 % until it is asked to begin. */
  private static boolean open(JsonNode status) {
    boolean waits = status.path("activity").asText().equals("WAITING");
    return waits && (rampIsToBegin(status) || gatesPass(status.path("gates")));
  }

  private static boolean rampIsToBegin(JsonNode status) {
    return phase(status) == FLIP_READS && status.path("readShare").asInt() == 0;
  }

  private static boolean gatesPass(JsonNode gates) {
    boolean pass = !gates.isEmpty();
    for (JsonNode gate : gates) {
      pass &= gate.path("verdict").asText().equals("PASS");
    }
    return pass;
  }
}
