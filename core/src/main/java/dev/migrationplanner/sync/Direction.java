package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;

/** Which way rows flow: from the authority to the other side. */
public enum Direction {
  SOURCE_TO_TARGET(Side.SOURCE, Side.TARGET),
  TARGET_TO_SOURCE(Side.TARGET, Side.SOURCE);

  private final Side authority;
  private final Side other;

  Direction(Side authority, Side other) {
    this.authority = authority;
    this.other = other;
  }

  /** Away from that authority. */
  public static Direction from(Side authority) {
    return authority == Side.SOURCE ? SOURCE_TO_TARGET : TARGET_TO_SOURCE;
  }

  /** The side whose data is the truth. */
  public Side authority() {
    return authority;
  }

  /** The side that is made equal. */
  public Side other() {
    return other;
  }

  Direction reversed() {
    return from(other);
  }
}
