package dev.migrationplanner.client;

import org.jspecify.annotations.Nullable;

/**
 * A request during which the state stays the same, on the thread that opened it. Only a refusal at
 * the fence moves it on, since an old epoch can write nothing.
 */
public final class RequestScope implements AutoCloseable {
  /** The state of one request; threads that serve the same request share it. */
  static final class Pin {
    private volatile State state;

    Pin(State state) {
      this.state = state;
    }

    State state() {
      return state;
    }

    void moveTo(State newer) {
      if (newer.epoch() > state.epoch()) {
        state = newer;
      }
    }
  }

  private final ThreadLocal<@Nullable Pin> slot;
  private final Pin pin;
  private final @Nullable Pin outer;

  RequestScope(ThreadLocal<@Nullable Pin> slot, Pin pin) {
    this.slot = slot;
    this.pin = pin;
    this.outer = slot.get();
    slot.set(pin);
  }

  public State state() {
    return pin.state();
  }

  /**
   * Carries this request's state to the calling thread, until the scope given back is closed there.
   */
  public RequestScope attach() {
    return new RequestScope(slot, pin);
  }

  /** Ends the scope, on the thread that opened it; an outer one holds again. */
  @Override
  public void close() {
    if (outer == null) {
      slot.remove();
    } else {
      slot.set(outer);
    }
  }
}
