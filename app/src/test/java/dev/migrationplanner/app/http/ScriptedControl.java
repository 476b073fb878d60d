package dev.migrationplanner.app.http;

import dev.migrationplanner.client.State;
import dev.migrationplanner.run.ApplicationReport;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control;
import dev.migrationplanner.run.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Control that says what a test wrote down, and remembers what it was told. */
public final class ScriptedControl implements Control {
  public final List<ApplicationReport> reports = new CopyOnWriteArrayList<>();
  public final List<Command> commands = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Status status = Statuses.flippingReads();
  private volatile State state = Statuses.live(1_000, 42);
  private volatile Answer answer = new Answer(true, "");

  public void becomes(Status next) {
    status = next;
  }

  public void becomes(State next) {
    state = next;
    listeners.forEach(Runnable::run);
  }

  public void answers(Answer next) {
    answer = next;
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public AutoCloseable onStateChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void report(ApplicationReport report) {
    reports.add(report);
  }

  @Override
  public Answer command(Command command) {
    commands.add(command);
    return answer;
  }

  @Override
  public void close() {}
}
