package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.TableView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The log of a PostgreSQL database, by logical decoding with pgoutput. */
final class PostgreSqlChangeLog implements ChangeLog {

  private final Endpoint endpoint;
  private final Sessions sessions;
  private final List<TableView> tables;
  private final LogNames names;
  private final Publication publication;
  private final Slot slot;

  PostgreSqlChangeLog(
      Endpoint endpoint, Sessions sessions, String migration, List<TableView> tables) {
    this.endpoint = endpoint;
    this.sessions = sessions;
    this.tables = List.copyOf(tables);
    this.names = LogNames.of(migration, endpoint.database(), endpoint.schema());
    this.publication = new Publication(names, endpoint.schema(), tables);
    this.slot = new Slot(names.slot());
  }

  @Override
  public LogPosition establish() throws SQLException {
    try (Connection connection = sessions.connect(Use.LOG)) {
      checkServer(connection);
      Optional<LogPlace> known = slot.find(connection);
      boolean published = publication.whole(connection);
      if (known.isPresent() && !published) {
        throw new LogLostException(
            "publication "
                + names.publication()
                + " no longer has every table of the migration, so slot "
                + slot.name()
                + " may have passed over changes. Drop the log and compare the tables anew");
      }
      if (!published) {
        publication.create(connection);
      }
      LogPlace place = known.isPresent() ? known.get() : slot.create(connection);
      Blockers.awaitEnd(connection);
      return place.position();
    }
  }

  private static void checkServer(Connection connection) throws SQLException {
    if (ServerFacts.one(connection, "SELECT pg_is_in_recovery()").equals("t")) {
      throw new SQLException(
          "this server is a standby; connect to the primary, whose log is read", "0A000");
    }
    if (!ServerFacts.one(connection, "SHOW wal_level").equals("logical")) {
      throw new SQLException(
          "wal_level is not logical: ALTER SYSTEM SET wal_level = logical, and restart the server",
          "55000");
    }
    if (ServerFacts.one(connection, "SELECT to_regclass('migration_planner.hop')").equals("null")) {
      throw new SQLException(
          "table migration_planner.hop is missing here; install the product's own tables first",
          "42P01");
    }
  }

  @Override
  public LogReader read(LogPosition from, Consumer<LoggedTransaction> consumer)
      throws SQLException {
    LogPlace place = LogPlace.parse(from);
    try (Connection connection = sessions.connect(Use.LOG)) {
      checkReadable(connection, place);
    }
    var source = new WalSource(endpoint, names, this::checkReadable);
    var reader = new WalReader(source, sessions, endpoint.schema(), tables, place, consumer);
    reader.start();
    return reader;
  }

  private void checkReadable(Connection connection, LogPlace place) throws SQLException {
    slot.check(connection, place);
    if (!publication.whole(connection)) {
      throw new LogLostException(
          "publication "
              + names.publication()
              + " no longer has every table of the migration: changes may have been passed over."
              + " Compare the tables anew");
    }
  }

  @Override
  public void drop() throws SQLException {
    try (Connection connection = sessions.connect(Use.LOG)) {
      // The publication first: a reader that comes back without it gives up, and lets the slot go.
      publication.drop(connection);
      slot.drop(connection);
    }
  }
}
