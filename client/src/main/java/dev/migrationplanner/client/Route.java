package dev.migrationplanner.client;

/** Which side a read or a write goes to first, and whether the other one follows. */
public enum Route {
  SOURCE_ONLY(Side.SOURCE, false),
  SOURCE_FIRST(Side.SOURCE, true),
  TARGET_FIRST(Side.TARGET, true),
  TARGET_ONLY(Side.TARGET, false);

  private final Side first;
  private final boolean both;

  Route(Side first, boolean both) {
    this.first = first;
    this.both = both;
  }

  /** The side whose answer or outcome the caller gets. */
  public Side first() {
    return first;
  }

  /** Whether the other side follows: as a secondary write or a shadow read. */
  public boolean both() {
    return both;
  }

  /** Whether this side takes part at all. */
  public boolean includes(Side side) {
    return both || side == first;
  }
}
