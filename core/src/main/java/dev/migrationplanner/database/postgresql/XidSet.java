package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.Visibility;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a snapshot sees, as PostgreSQL prints it ({@code xmin:xmax:running,...}): every transaction
 * before {@code xmin}, none from {@code xmax} on, and between them all but the running ones. A tag
 * is the 64-bit id of a top-level transaction.
 */
record XidSet(long xmin, long xmax, Set<Long> running) implements Visibility {

  XidSet {
    running = Set.copyOf(running);
    if (xmin > xmax) {
      throw new IllegalArgumentException("a snapshot from " + xmin + " to " + xmax);
    }
  }

  /** What {@code pg_current_snapshot()::text} printed. */
  static XidSet parse(String text) {
    String[] parts = text.split(":", -1);
    Set<Long> running =
        parts[2].isEmpty()
            ? Set.of()
            : Stream.of(parts[2].split(",")).map(Long::valueOf).collect(Collectors.toSet());
    return new XidSet(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
  }

  @Override
  public boolean covers(ChangeTag transaction) {
    long xid = Long.parseLong(transaction.text());
    return xid < xmin || (xid < xmax && !running.contains(xid));
  }

  @Override
  public String text() {
    return xmin
        + ":"
        + xmax
        + ":"
        + running.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
  }
}
