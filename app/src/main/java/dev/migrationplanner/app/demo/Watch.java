package dev.migrationplanner.app.demo;

import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control;
import dev.migrationplanner.run.Migration;
import dev.migrationplanner.run.Status;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Looks at a migration until something is so, and asks it for things; always for a bounded time.
 */
final class Watch {
  private static final String WHO = "demo";
  private static final long LOOK_MILLIS = 25;

  private final Migration control;
  private final Narrator narrator;

  Watch(Migration control, Narrator narrator) {
    this.control = control;
    this.narrator = narrator;
  }

  Status status() {
    return control.status();
  }

  /** Waits until the status is so; a stop that needs a person ends the demo. */
  Status until(String what, Duration limit, Predicate<Status> isSo) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Status status = control.status();
      if (isSo.test(status)) {
        return status;
      }
      if (status.activity() == Status.Activity.STOPPED) {
        throw new DemoFailure("The migration stopped: " + status.message());
      }
      if (System.nanoTime() > deadline) {
        throw new DemoFailure(late(what, limit, status));
      }
      narrator.mention(Sights.line(status));
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Waits until the other side equals the authority as of now. */
  void equal(Duration limit) throws InterruptedException {
    if (!control.awaitEqual(limit)) {
      throw new DemoFailure(late("both sides are equal", limit, control.status()));
    }
  }

  void command(Command.Kind kind, int to, String why) {
    require(new Command(kind, to, "", "", WHO, why));
  }

  /** Asks, and says whether the command was taken. */
  boolean ask(Command.Kind kind, String why) {
    return control.command(new Command(kind, -1, "", "", WHO, why)).taken();
  }

  void require(Command command) {
    Control.Answer answer = control.command(command);
    if (!answer.taken()) {
      throw new DemoFailure(command.kind() + " was refused: " + answer.message());
    }
  }

  private static String late(String what, Duration limit, Status status) {
    StringBuilder text = new StringBuilder();
    text.append("Waited ").append(limit.toSeconds()).append(" s until ").append(what);
    text.append("; phase ").append(status.phase()).append(", ").append(status.activity());
    text.append(", sync ").append(status.sync().state()).append(", pending keys ");
    text.append(status.sync().pendingKeys()).append(". ").append(status.message());
    status.gates().stream()
        .filter(gate -> !gate.verdict().equals("PASS"))
        .forEach(gate -> text.append("; ").append(Sights.gate(gate)));
    return text.toString();
  }
}
