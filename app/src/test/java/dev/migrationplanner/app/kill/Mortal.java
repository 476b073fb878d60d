package dev.migrationplanner.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrationplanner.crash.CrashPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tool that dies at crash points and is started again each time, armed with those that it has not
 * died at yet in this leg of the journey.
 */
final class Mortal {
  private final Tool tool;
  private final Watch watch;
  private final Set<CrashPoint> armed = EnumSet.noneOf(CrashPoint.class);
  private final List<Death> deaths = new ArrayList<>();
  private String leg = "";
  private int phase;
  private long startedNanos;
  private Patience patience = new Patience(Watch.RESUME_MAX);
  private boolean resumed = true;
  private boolean lostLog;

  Mortal(Tool tool) {
    this.tool = tool;
    this.watch = new Watch(tool);
  }

  /** From the next start on it dies at these. */
  void arm(String nextLeg, Set<CrashPoint> points) {
    leg = nextLeg;
    armed.clear();
    armed.addAll(points);
  }

  String leg() {
    return leg;
  }

  /** Both sides are equal; a death on the way is no end. */
  void drained(Duration limit) throws IOException, InterruptedException {
    while (true) {
      try {
        watch.drained(limit);
        return;
      } catch (IllegalStateException notYet) {
        if (tool.exit().isEmpty()) {
          throw notYet;
        }
        Optional<JsonNode> unused = status();
      }
    }
  }

  /** From now on, to say that a log was lost is as good as to go on. */
  void logMayBeLost() {
    lostLog = true;
  }

  /** Whether it ended by itself, because the migration is over. */
  boolean ended() {
    return tool.exit().orElse(-1) == 0;
  }

  boolean armedWith(CrashPoint point) {
    return armed.contains(point);
  }

  List<Death> deaths() {
    return List.copyOf(deaths);
  }

  void start() throws IOException {
    startedNanos = System.nanoTime();
    patience = new Patience(Watch.RESUME_MAX);
    resumed = false;
    tool.run("start", armed.stream().map(Enum::name).collect(Collectors.joining(",")));
  }

  /** What it says of itself; a dead one is started again, and says nothing yet. */
  Optional<JsonNode> status() throws IOException, InterruptedException {
    if (tool.exit().isPresent()) {
      if (!ended()) {
        died();
      }
      return Optional.empty();
    }
    Optional<JsonNode> status;
    try {
      status = tool.status();
    } catch (IllegalStateException justDied) {
      return Optional.empty();
    }
    status.ifPresent(this::seen);
    if (!resumed && !patience.isLeft()) {
      throw watch.stuck("It did not go on after " + last(), status);
    }
    return status;
  }

  private void seen(JsonNode status) {
    phase = status.path("phase").asInt();
    if (!resumed && (Watch.goesOn(status) || isLost(status))) {
      resumed = true;
      replaceLast((System.nanoTime() - startedNanos) / 1e9);
    }
  }

  private boolean isLost(JsonNode status) {
    return lostLog && status.path("sync").path("state").asText().equals("NEEDS_COMPARISON");
  }

  private void died() throws IOException {
    List<CrashPoint> points = tool.deaths();
    if (tool.exit().orElse(-1) != CrashPoint.EXIT || points.isEmpty()) {
      throw watch.stuck("It ended by itself after " + last(), Optional.empty());
    }
    CrashPoint point = points.get(points.size() - 1);
    if (!armed.remove(point)) {
      throw new IllegalStateException("It died at " + point + ", which was not armed.");
    }
    deaths.add(new Death(leg, phase, point, -1));
    System.out.println("died in leg " + leg + ", phase " + phase + ", at " + point);
    start();
  }

  private void replaceLast(double seconds) {
    if (!deaths.isEmpty() && !last().resumed()) {
      Death death = deaths.remove(deaths.size() - 1);
      deaths.add(new Death(death.leg(), death.phase(), death.point(), seconds));
      System.out.println(last());
    }
  }

  private Death last() {
    return deaths.isEmpty()
        ? new Death("", 0, CrashPoint.TRANSITION_DECIDED, 0)
        : deaths.get(deaths.size() - 1);
  }
}
