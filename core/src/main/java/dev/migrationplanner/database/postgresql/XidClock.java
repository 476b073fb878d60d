package dev.migrationplanner.database.postgresql;

/**
 * Widens the log's 32-bit transaction ids: of all ids with these low bits, the one nearest to a
 * known one. Ids in one log are never half the 32-bit circle apart.
 */
final class XidClock {

  private static final long CIRCLE = 1L << 32;

  private long known;

  /** Starts from any recent 64-bit id, e.g. a snapshot's xmax. */
  XidClock(long known) {
    this.known = known;
  }

  long widen(int xid) {
    long wide = (known & -CIRCLE) | (xid & 0xffff_ffffL);
    if (wide - known > CIRCLE / 2) {
      wide -= CIRCLE;
    } else if (known - wide > CIRCLE / 2) {
      wide += CIRCLE;
    }
    known = wide;
    return wide;
  }
}
