package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HopTable.HopRow;
import dev.migrationplanner.database.LogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Up to where each side's log has been taken in, durably.
 *
 * @param hop the number of the newest hop; numbers grow over both sides and directions
 * @param bySide missing where that log was never read
 */
record Positions(long hop, Map<Side, LogPosition> bySide) {

  Positions {
    bySide = Map.copyOf(bySide);
  }

  /** From the newest hop on either side; empty if there is none. */
  static Optional<Positions> saved(List<SyncSide> sides) throws SQLException {
    HopRow newest = null;
    for (SyncSide side : sides) {
      try (Connection connection = side.database().connect(Use.READ)) {
        Optional<HopRow> last =
            side.control().installed(connection)
                ? side.control().hops().last(connection)
                : Optional.empty();
        if (last.isPresent() && (newest == null || last.get().hop() > newest.hop())) {
          newest = last.get();
        }
      }
    }
    return newest == null ? Optional.empty() : Optional.of(of(newest));
  }

  private static Positions of(HopRow row) {
    var bySide = new EnumMap<Side, LogPosition>(Side.class);
    Direction direction = Direction.valueOf(row.direction());
    put(bySide, direction.authority(), row.collected());
    put(bySide, direction.other(), row.otherCollected());
    return new Positions(row.hop(), bySide);
  }

  private static void put(Map<Side, LogPosition> bySide, Side side, String text) {
    if (!text.isEmpty()) {
      bySide.put(side, LogPosition.decode(text));
    }
  }
}
