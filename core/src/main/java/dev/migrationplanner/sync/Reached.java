package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.LogPosition;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Places reached in the logs; null = nothing new. */
record Reached(@Nullable LogPosition authority, @Nullable LogPosition other) {

  static final Reached NOWHERE_NEW = new Reached(null, null);

  Reached or(Reached earlier) {
    return new Reached(
        authority == null ? earlier.authority : authority, other == null ? earlier.other : other);
  }

  /** By side; one whose log is not read is missing. */
  Map<Side, LogPosition> bySide(Direction direction) {
    var at = new EnumMap<Side, LogPosition>(Side.class);
    if (authority != null) {
      at.put(direction.authority(), authority);
    }
    if (other != null) {
      at.put(direction.other(), other);
    }
    return at;
  }
}
