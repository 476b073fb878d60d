package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Requirement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks what a server must have. Changes nothing. */
final class MySqlPreflight {

  private static final int NO_SUCH_FUNCTION = 1305;

  private final Endpoint endpoint;
  private final Flavour flavour;

  MySqlPreflight(Endpoint endpoint, Flavour flavour) {
    this.endpoint = endpoint;
    this.flavour = flavour;
  }

  List<Requirement> check(Connection connection, Set<Use> uses) throws SQLException {
    var found = new ArrayList<Requirement>();
    var grants = new Grants(endpoint, flavour, Grants.of(connection));
    if (uses.contains(Use.READ)) {
      found.add(grants.reading());
      found.add(hashing(connection));
    }
    if (uses.contains(Use.LOG)) {
      found.addAll(grants.log());
      var settings = ServerProbe.settings(connection);
      found.addAll(new LogSettings(flavour, settings).check());
      found.add(noReplica(connection, grants));
      found.add(noPreparedBranch(connection, grants));
    }
    if (uses.contains(Use.WRITE)) {
      found.addAll(grants.writing());
    }
    if (uses.contains(Use.CREATE)) {
      found.add(grants.creating());
    }
    return found;
  }

  /** MySQL 9.6 and later have MD5 in a component, without which nothing can be compared. */
  private static Requirement hashing(Connection connection) throws SQLException {
    String what = "the server has md5(), for comparisons";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT md5('')")) {
      row.next();
      return new Requirement("mysql.md5", true, what, "it has", "");
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_FUNCTION) {
        throw e;
      }
      return new Requirement(
          "mysql.md5",
          false,
          what,
          "it has not",
          "INSTALL COMPONENT 'file://component_classic_hashing'");
    }
  }

  /**
   * A replica's own log lags behind and may lack changes. Without the privilege we cannot know, and
   * what is not known is not met (guarantee 6).
   */
  private Requirement noReplica(Connection connection, Grants grants) {
    String what = "the server whose log is read is no replica of another";
    boolean newWords = flavour.isMariaDb() || flavour.atLeast(8, 4);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(newWords ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS")) {
      boolean replica = row.next();
      return new Requirement(
          "mysql.no-replica",
          !replica,
          what,
          replica ? "it replicates from another server" : "it replicates from none",
          replica
              ? "Name the primary as the source; or, if it was detached for good: STOP REPLICA;"
                  + " RESET REPLICA ALL;"
              : "");
    } catch (SQLException e) {
      return unchecked(
          "mysql.no-replica",
          what,
          e,
          grants.remedy(flavour.isMariaDb() ? "REPLICA MONITOR" : "REPLICATION CLIENT"));
    }
  }

  private Requirement noPreparedBranch(Connection connection, Grants grants) {
    String what = "no XA transaction is prepared (P0 and the flip need none)";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("XA RECOVER")) {
      int branches = 0;
      while (row.next()) {
        branches++;
      }
      return new Requirement(
          "mysql.no-prepared-xa",
          branches == 0,
          what,
          branches + " prepared",
          branches == 0 ? "" : "XA RECOVER; then XA COMMIT or XA ROLLBACK each of them");
    } catch (SQLException e) {
      return unchecked("mysql.no-prepared-xa", what, e, grants.remedy("XA_RECOVER_ADMIN"));
    }
  }

  private static Requirement unchecked(String id, String what, SQLException e, String remedy) {
    return new Requirement(
        id,
        false,
        what,
        "not checked: the server refused to tell (code " + e.getErrorCode() + ")",
        remedy);
  }
}
