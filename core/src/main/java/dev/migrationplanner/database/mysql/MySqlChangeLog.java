package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.database.Visibility;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** The binary log of one server, read for the keys of one database's tables. */
final class MySqlChangeLog implements ChangeLog {

  private final Endpoint endpoint;
  private final Flavour flavour;
  private final String identity;
  private final Pools pools;
  private final String migration;
  private final List<TableView> tables;

  MySqlChangeLog(
      Endpoint endpoint,
      Flavour flavour,
      String identity,
      Pools pools,
      String migration,
      List<TableView> tables) {
    this.endpoint = endpoint;
    this.flavour = flavour;
    this.identity = identity;
    this.pools = pools;
    this.migration = migration;
    this.tables = List.copyOf(tables);
  }

  /**
   * P0 is what is visible (rule 2). On MariaDB it is the place of a snapshot. On MySQL it is the
   * set of executed GTIDs, and reading starts with the file that was current before the set was
   * read: all in earlier files is committed, and what the set has is not delivered.
   */
  @Override
  public LogPosition establish() throws SQLException {
    try (Connection connection = pools.borrow(Use.LOG)) {
      BinlogPlace end = LogHistory.end(connection, flavour);
      Visibility visible = MySqlSnapshot.begin(connection, flavour);
      rollback(connection);
      if (!(visible instanceof PlaceVisibility snapshot)) {
        var start = new BinlogPlace(end.file(), 4);
        return new LogAddress(identity, start, visible.text()).position();
      }
      BinlogPlace place = snapshot.place();
      String gtids = place == null ? null : LogHistory.gtidsAt(connection, place);
      if (place == null || gtids == null) {
        throw new SQLException(
            endpoint + " writes no binary log; set log_bin in its configuration and restart it");
      }
      return new LogAddress(identity, place, gtids).position();
    }
  }

  private static void rollback(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    }
  }

  @Override
  public LogReader read(LogPosition from, Consumer<LoggedTransaction> consumer)
      throws SQLException {
    LogAddress address = LogAddress.parse(from);
    try (Connection connection = pools.borrow(Use.LOG)) {
      new LogHistory(flavour, endpoint.database()).check(connection, address);
    }
    var reader =
        new BinlogReader(
            new BinlogReader.Log(endpoint, flavour, pools, migration, tables), address, consumer);
    reader.start();
    return reader;
  }

  /** Nothing was made, so nothing is removed. */
  @Override
  public void drop() {}
}
