package dev.migrationplanner.client;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The migration's flag alone: for new code or a new service beside the old one. {@link Migration}
 * contains it. Evaluation is lock-free, allocates nothing and does no I/O; it answers from what was
 * last known.
 */
public final class Flags implements AutoCloseable {
  private final StateSource source;
  private final Cohort cohort;

  /** One for each migration: a request can be pinned in several. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<RequestScope.@Nullable Pin> pinned = new ThreadLocal<>();

  private Flags(Options options, StateSource source) {
    this.source = source;
    cohort = new Cohort(options.migration());
  }

  /**
   * Starts to follow the control plane.
   *
   * @throws IllegalStateException where neither it nor the state directory tells a first state
   */
  public static Flags open(Options options) {
    return open(options, new ControlPlane(options), new Hops(), Optional::empty);
  }

  static Flags open(
      Options options, ControlPlane controlPlane, Hops hops, Supplier<Optional<EpochRow>> rows) {
    return new Flags(options, StateSource.open(options, controlPlane, hops, rows));
  }

  /** The state of the request pinned on this thread, else the latest known. */
  public State state() {
    RequestScope.Pin pin = pinned.get();
    return pin == null ? source.current() : pin.state();
  }

  /**
   * Whether this key reads the new side: sticky, and the same in every instance and proxy at the
   * same share.
   */
  public boolean readsNew(String routingKey) {
    return reads(routingKey, state()).first() == Side.TARGET;
  }

  /** Holds the state fixed for one request on this thread. */
  public RequestScope pin() {
    return new RequestScope(pinned, new RequestScope.Pin(state()));
  }

  @Override
  public void close() {
    source.close();
  }

  Route reads(String routingKey, State state) {
    return state.stage().reads(cohort.contains(routingKey, state.readShare()));
  }

  /** Takes in what refused a write, for the pinned request too; gives the state to go on with. */
  State learn(EpochRow row) {
    source.learn(row);
    RequestScope.Pin pin = pinned.get();
    if (pin != null) {
      pin.moveTo(source.current());
    }
    return state();
  }
}
