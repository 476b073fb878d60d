package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Proves that a saved place still belongs to this server's history, before it is read from. */
final class LogHistory {

  private final Flavour flavour;
  private final String database;

  LogHistory(Flavour flavour, String database) {
    this.flavour = flavour;
    this.database = database;
  }

  /**
   * Checks identity, file and GTIDs.
   *
   * @throws LogLostException if the log at the place is gone, or another one
   */
  void check(Connection connection, LogAddress address) throws SQLException {
    String identity = ServerProbe.read(connection, flavour).identity();
    if (!identity.equals(address.identity())) {
      throw lost(
          "the saved position is of server %s, but %s answers"
              .formatted(address.identity(), identity));
    }
    if (flavour.isMariaDb()) {
      checkDomains(connection, address);
    } else {
      checkSets(connection, address);
    }
  }

  private void checkDomains(Connection connection, LogAddress address) throws SQLException {
    String there = gtidsAt(connection, address.place());
    if (there == null) {
      throw lost("the server no longer has %s".formatted(address.place()));
    }
    if (!domains(there).equals(domains(address.gtids()))) {
      throw lost(
          "at %s the log has reached GTID \"%s\", but was at \"%s\" when that was saved"
              .formatted(address.place(), there, address.gtids()));
    }
  }

  private void checkSets(Connection connection, LogAddress address) throws SQLException {
    String query =
        "SELECT GTID_SUBSET(?, @@global.gtid_executed), GTID_SUBSET(@@global.gtid_purged, ?)";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, address.gtids());
      statement.setString(2, address.gtids());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getInt(1) != 1) {
          throw lost("the server has forgotten transactions that were read from it");
        }
        if (row.getInt(2) != 1) {
          throw lost("the server has purged transactions that were not read yet");
        }
      }
    }
    checkFile(connection, address.place());
  }

  /** GTIDs begin anew with the same server's name when a log is reset: files tell. */
  private void checkFile(Connection connection, BinlogPlace place) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
      while (row.next()) {
        if (row.getString(1).equals(place.file()) && row.getLong(2) >= place.offset()) {
          return;
        }
      }
    }
    throw lost("the server no longer has %s".formatted(place));
  }

  /** MariaDB's GTID state at a place, null if the file is gone or ends before it. */
  static @Nullable String gtidsAt(Connection connection, BinlogPlace place) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT BINLOG_GTID_POS(?, ?)")) {
      statement.setString(1, place.file());
      statement.setLong(2, place.offset());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static Set<String> domains(String gtids) {
    return new TreeSet<>(List.of(gtids.replace(" ", "").split(",")));
  }

  /** The log's end as the server tells it. */
  static BinlogPlace end(Connection connection, Flavour flavour) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(flavour.logStatus())) {
      if (!row.next()) {
        throw new SQLException(
            "the server writes no binary log; set log_bin in its configuration and restart it");
      }
      return new BinlogPlace(row.getString(1), row.getLong(2));
    }
  }

  private LogLostException lost(String what) {
    return new LogLostException(
        "the change log of database "
            + database
            + " cannot be read on: "
            + what
            + ". Changes in between are unknown: a full comparison is needed, then the sync can"
            + " start from the log as it is now.");
  }
}
