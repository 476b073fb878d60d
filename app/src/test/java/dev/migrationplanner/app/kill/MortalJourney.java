package dev.migrationplanner.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An operator who leads a tool that keeps dying through the phases, and back, and makes the trouble
 * in which it comes to its rarer points.
 */
final class MortalJourney {
  private static final int BACKFILL = 2;
  private static final int DUAL_READ = 3;
  private static final int FLIP_READS = 4;
  private static final int FLIP_WRITES = 5;
  private static final Duration LEG_MAX = Duration.ofMinutes(25);
  private static final Duration COUNTED_ANEW = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMillis(1_500);

  private final Tool tool;
  private final Mortal mortal;
  private final Trouble trouble;
  private final PhaseSeen seen;
  private int lastPhase = -1;
  private boolean changedMuch;
  private boolean lostLog;
  private long nextCommand = System.nanoTime();

  /** Is told of each phase at its beginning. */
  interface PhaseSeen {
    void in(int phase) throws Exception;
  }

  /** One look; true ends the leg. */
  private interface Look {
    boolean at(JsonNode status) throws Exception;
  }

  MortalJourney(Tool tool, Mortal mortal, Trouble trouble, PhaseSeen seen) {
    this.tool = tool;
    this.mortal = mortal;
    this.trouble = trouble;
    this.seen = seen;
  }

  /** Phase 0's work is done, so that databases tell an application's first state. */
  void prepared() throws Exception {
    travel("the preparation", status -> settled(status) && waiting(status));
  }

  /** Said again until it is on record. */
  void decide(String subject, String choice) throws Exception {
    travel(
        "the decision on " + subject,
        status -> {
          for (JsonNode entry : status.path("history")) {
            if (entry.path("what").asText().equals("decide " + subject + ": " + choice)) {
              return true;
            }
          }
          if (System.nanoTime() - nextCommand > 0) {
            boolean unused = tool.command("decide", subject, choice);
            nextCommand = System.nanoTime() + AGAIN.toNanos();
          }
          return false;
        });
  }

  /** Through open gates until the phase; its own gates are open, too. */
  void forward(int to) throws Exception {
    travel(
        "phase " + to,
        status -> {
          if (phase(status) == to && settled(status) && gatesPass(status)) {
            return true;
          }
          rareCases(status);
          if (phase(status) < to && open(status)) {
            beforeFlip(status, Side.TARGET, phase(status) == FLIP_READS && !rampIsToBegin(status));
            command("advance", "", "test");
          }
          return false;
        });
  }

  void back(int to) throws Exception {
    travel(
        "back in phase " + to,
        status -> {
          if (phase(status) == to && settled(status)) {
            return true;
          }
          beforeFlip(status, Side.SOURCE, phase(status) == FLIP_WRITES);
          if (!activity(status).equals("ROLLING_BACK")) {
            command("rollback", "", "test");
          }
          return false;
        });
  }

  /** The point of no return, approved by two. */
  void end() throws Exception {
    travel(
        "the end",
        status -> {
          if (activity(status).equals("COMPLETED")) {
            return true;
          }
          if (phase(status) == FLIP_WRITES && open(status)) {
            command("advance", "", "test");
          } else if (phase(status) > FLIP_WRITES && open(status)) {
            command("advance", "", "test");
          } else if (phase(status) > FLIP_WRITES && waiting(status)) {
            approve();
          }
          return false;
        });
  }

  private void approve() throws InterruptedException {
    if (System.nanoTime() - nextCommand > 0) {
      for (String person : List.of("ada", "grace")) {
        boolean unused = tool.command("approve", "decommission", "", person);
      }
      nextCommand = System.nanoTime() + AGAIN.toNanos();
    }
  }

  private void travel(String what, Look look) throws Exception {
    Patience patience = new Patience(LEG_MAX);
    Optional<JsonNode> status = Optional.empty();
    while (patience.isLeft()) {
      status = mortal.status();
      if (mortal.ended()) {
        return;
      }
      if (status.isPresent() && step(status.get(), look)) {
        trouble.leave();
        return;
      }
      Thread.sleep(Watch.LOOK_MILLIS);
    }
    throw new Watch(tool).stuck("Waited " + LEG_MAX + " for " + what, status);
  }

  private boolean step(JsonNode status, Look look) throws Exception {
    if (activity(status).equals("STOPPED")) {
      throw new Watch(tool).stuck("The migration stopped", Optional.of(status));
    }
    if (phase(status) != lastPhase) {
      lastPhase = phase(status);
      seen.in(lastPhase);
      return false;
    }
    return look.at(status);
  }

  /** Many changes in the backfill; a lost log in phase 3. */
  private void rareCases(JsonNode status) throws SQLException, InterruptedException, IOException {
    if (phase(status) == BACKFILL
        && !changedMuch
        && mortal.armedWith(CrashPoint.CATCH_UP_WRITTEN)) {
      changedMuch = true;
      trouble.manyChanges();
    }
    if (phase(status) == DUAL_READ
        && !lostLog
        && Watch.goesOn(status)
        && mortal.armedWith(CrashPoint.LOGS_LEFT)) {
      lostLog = true;
      mortal.logMayBeLost();
      trouble.loseLog();
    }
    if (lostLog && sync(status).equals("NEEDS_COMPARISON")) {
      command("resume", "", "test");
    }
    if (lostLog && gates(status, "FAIL")) {
      command("resume", "", "test");
      nextCommand += COUNTED_ANEW.toNanos();
    }
  }

  private void beforeFlip(JsonNode status, Side next, boolean leadsToFlip) throws SQLException {
    if (leadsToFlip && mortal.armedWith(CrashPoint.FLIP_CLOSING_LIFTED)) {
      trouble.stayInside(next);
    } else {
      trouble.leave();
    }
  }

  private void command(String kind, String subject, String who) throws InterruptedException {
    if (System.nanoTime() - nextCommand > 0) {
      boolean unused = tool.command(kind, subject, "", who);
      nextCommand = System.nanoTime() + AGAIN.toNanos();
    }
  }

  private boolean settled(JsonNode status) {
    return !activity(status).equals("ROLLING_BACK") && Watch.goesOn(status);
  }

  private static boolean open(JsonNode status) {
    return waiting(status) && (rampIsToBegin(status) || gatesPass(status));
  }

  private static boolean waiting(JsonNode status) {
    return activity(status).equals("WAITING");
  }

  private static boolean rampIsToBegin(JsonNode status) {
    return phase(status) == FLIP_READS && status.path("readShare").asInt() == 0;
  }

  private static boolean gatesPass(JsonNode status) {
    return gates(status, "PASS") && !gates(status, "FAIL") && !gates(status, "INCONCLUSIVE");
  }

  private static boolean gates(JsonNode status, String verdict) {
    boolean found = false;
    for (JsonNode gate : status.path("gates")) {
      found |= gate.path("verdict").asText().equals(verdict);
    }
    return found;
  }

  private static int phase(JsonNode status) {
    return status.path("phase").asInt();
  }

  private static String activity(JsonNode status) {
    return status.path("activity").asText();
  }

  private static String sync(JsonNode status) {
    return status.path("sync").path("state").asText();
  }
}
