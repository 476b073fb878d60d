package dev.migrationplanner.client;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was counted, about once a second. A report that found no answer is sent again as it
 * was, under its own sequence number, so nothing is counted twice or lost; what happens meanwhile
 * goes with the next one.
 */
final class Reporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Set<Integer> NEVER_ACCEPTED = Set.of(400, 413, 422);

  private final Counters counters;
  private final ControlPlane controlPlane;
  private final UUID instance = UUID.randomUUID();
  private final Complaint unreachable =
      new Complaint(LOG, "A report did not reach the control plane; its numbers stay");
  private final Loop loop;
  private long sequence;
  private @Nullable Report unsent;

  Reporter(Counters counters, ControlPlane controlPlane, Options options) {
    this.counters = counters;
    this.controlPlane = controlPlane;
    loop =
        Loop.start(
            "migration-" + options.migration() + "-report",
            options.limits().control().reportEvery(),
            this::send);
  }

  /** Sends the last numbers, if the control plane answers at once. */
  @Override
  public void close() {
    loop.close();
    boolean waiting = waiting();
    send();
    if (waiting && !waiting()) {
      send();
    }
  }

  private synchronized boolean waiting() {
    return unsent != null;
  }

  private synchronized void send() {
    Report report = unsent == null ? counters.drain(instance, ++sequence) : unsent;
    unsent = report;
    try {
      judge(controlPlane.report(report.print()), report);
    } catch (IOException | RuntimeException failed) {
      unreachable.about(failed);
    }
  }

  private void judge(int status, Report report) throws IOException {
    if (NEVER_ACCEPTED.contains(status)) {
      LOG.error(
          "The control plane refused report {} with {}; its numbers are lost, its keys are counted.",
          sequence,
          status);
      counters.add(Count.KEYS_DROPPED, report.keys().size() + report.count(Count.KEYS_DROPPED));
    } else if (status / 100 != 2) {
      throw new IOException("status " + status);
    }
    unsent = null;
  }
}
