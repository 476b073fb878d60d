package dev.migrationplanner.verify;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Digests;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where the two sides of a table are read. Called from several threads at once. */
public interface Views {

  /** Views of the table as it is now, for one thread, until closed. */
  View open(MappedTable table) throws SQLException;

  /** How many views of a table may be open at once. */
  default int atOnce() {
    return 1;
  }

  /**
   * Fresh snapshots of both sides each time: no snapshot stays open for longer than a chunk takes.
   * Two sides that change are never seen at one moment; give a {@link Settling} then.
   */
  static Views of(Database source, Database target) {
    return new FreshViews(source, target);
  }

  /** These two views each time, as under the fence; they stay open, and one thread uses them. */
  static Views of(Reading source, Reading target) {
    return table -> new View(source, target, List.of());
  }

  /** One side: a connection, and how its engine digests. {@code position} is for the evidence. */
  record Reading(Digests digests, Connection connection, String position) {}

  /** Both sides, and what closes with them. */
  record View(Reading source, Reading target, List<Snapshot> owned) implements AutoCloseable {

    public View {
      owned = List.copyOf(owned);
    }

    /** Both positions, for the evidence. */
    public String position() {
      return "source " + source.position() + ", target " + target.position();
    }

    @Override
    public void close() {
      owned.forEach(Snapshot::close);
    }
  }
}
