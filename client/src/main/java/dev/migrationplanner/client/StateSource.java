package dev.migrationplanner.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the migration's state: polled and streamed from the control plane, learned from
 * the databases' epoch rows, kept on disk. Reading it is one volatile read. An epoch never goes
 * back; within an epoch the higher revision stands, and a lower one only where a poll sent later
 * brings it (a control store made anew).
 */
final class StateSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateSource.class);
  private static final Duration STREAM_PAUSE = Duration.ofSeconds(2);
  private static final int FAILURES_BETWEEN_PEEKS = 10;

  private final Options options;
  private final ControlPlane controlPlane;
  private final StateStream stream;
  private final StateFile file;
  private final Hops hops;
  private final Supplier<Optional<EpochRow>> rows;
  private final Complaint unreachable =
      new Complaint(LOG, "The control plane gives no state; the last known one stands");
  private final Complaint streamless =
      new Complaint(LOG, "The control plane's stream ended; polling goes on");

  /** Guarded by this; {@code current} is what follows from it and the override file. */
  private State told;

  private long toldAtPoll;
  private boolean revisionFromControlPlane;
  private int failures;
  private volatile State current;
  private @Nullable Loop polling;
  private @Nullable Loop streaming;

  private StateSource(
      Options options,
      ControlPlane controlPlane,
      Hops hops,
      Supplier<Optional<EpochRow>> rows,
      State first) {
    this.options = options;
    this.controlPlane = controlPlane;
    this.hops = hops;
    this.rows = rows;
    stream = new StateStream(controlPlane.streamAddress(), options);
    file = new StateFile(options);
    told = first;
    current = file.overridden(first);
  }

  /**
   * Finds a first state: the control plane's, else the highest epoch of disk and database rows.
   *
   * @throws IllegalStateException where none of them tells any
   */
  static StateSource open(
      Options options, ControlPlane controlPlane, Hops hops, Supplier<Optional<EpochRow>> rows) {
    State first = new FirstState(options, controlPlane, rows).find();
    StateSource source = new StateSource(options, controlPlane, hops, rows, first);
    source.file.save(first);
    source.begin();
    return source;
  }

  State current() {
    return current;
  }

  /** Takes in what a database's row says, where its epoch is higher. */
  synchronized void learn(EpochRow row) {
    if (row.epoch() > told.epoch()) {
      LOG.info(
          "The database says epoch {}, authority {}, stage {}.",
          row.epoch(),
          row.authority(),
          row.stage());
      revisionFromControlPlane = false;
      adopt(told.movedTo(row));
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException broken) {
      streamless.about(broken);
    }
    if (polling != null) {
      polling.close();
    }
    if (streaming != null) {
      streaming.close();
    }
  }

  private void begin() {
    String name = "migration-" + options.migration();
    polling = Loop.start(name + "-state", options.limits().control().pollEvery(), this::poll);
    streaming = Loop.start(name + "-stream", STREAM_PAUSE, this::followStream);
  }

  private void poll() {
    long number = hops.sending();
    try {
      take(controlPlane.state(knownRevision()), number);
      stream.endIfOld();
      failures = 0;
    } catch (IOException | RuntimeException failed) {
      unreachable.about(failed);
      if (failures++ % FAILURES_BETWEEN_PEEKS == 0) {
        rows.get().ifPresent(this::learn);
      }
      hops.tick();
    }
    refreshOverride();
  }

  private void followStream() {
    try {
      stream.follow(this::takeStreamed);
    } catch (IOException | RuntimeException ended) {
      streamless.about(ended);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized OptionalLong knownRevision() {
    return revisionFromControlPlane ? OptionalLong.of(told.revision()) : OptionalLong.empty();
  }

  private void take(ControlPlane.Answer answer, long number) {
    State state;
    synchronized (this) {
      State base = answer.changed().orElse(told);
      state =
          base.withHops(
              answer.hopsStarted().orElse(base.hopsStarted()),
              answer.hopsFinished().orElse(base.hopsFinished()));
      boolean newer = state.revision() >= told.revision() || number > toldAtPoll;
      if (state.epoch() > told.epoch() || (state.epoch() == told.epoch() && newer)) {
        revisionFromControlPlane |= answer.changed().isPresent();
        adopt(state);
      }
    }
    hops.answered(new Hops.Poll(number, state.hopsStarted(), state.hopsFinished()));
  }

  /** The stream tells no hops: when its data was gathered is not known. */
  private synchronized void takeStreamed(State state) {
    boolean newer = state.epoch() == told.epoch() && state.revision() > told.revision();
    if (state.epoch() > told.epoch() || newer) {
      revisionFromControlPlane = true;
      adopt(state.withHops(told.hopsStarted(), told.hopsFinished()));
    }
  }

  private synchronized void adopt(State state) {
    boolean changed = !state.withHops(0, 0).equals(told.withHops(0, 0));
    told = state;
    if (changed) {
      toldAtPoll = hops.sent();
      file.save(state);
    }
    current = file.overridden(state);
  }

  private synchronized void refreshOverride() {
    current = file.overridden(told);
  }
}
