package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Quoting;
import java.util.List;

/**
 * What a DBA runs so that the product's account can do its work: no more than the preflight asks.
 */
final class GrantScript {

  private GrantScript() {}

  static List<String> of(Endpoint endpoint) {
    boolean mariaDb = endpoint.engine().equalsIgnoreCase("mariadb");
    String account = "'" + endpoint.user().replace("'", "''") + "'@'%'";
    String database = Quoting.BACKTICK.quote(endpoint.database()) + ".*";
    String privileges =
        mariaDb
            ? "REPLICATION SLAVE, BINLOG MONITOR, REPLICA MONITOR"
            : "REPLICATION SLAVE, REPLICATION CLIENT, XA_RECOVER_ADMIN";
    return List.of(
        "CREATE USER IF NOT EXISTS "
            + account
            + " IDENTIFIED BY '<the password that "
            + endpoint.password().reference()
            + " gives>'",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON "
            + database
            + " TO "
            + account,
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP ON `migration\\_planner`.* TO "
            + account,
        "GRANT " + privileges + " ON *.* TO " + account,
        "-- so that it sees, while authority moves, who else may write and is connected",
        "GRANT SELECT ON mysql.* TO " + account,
        "GRANT EVENT ON " + database + " TO " + account,
        "GRANT PROCESS ON *.* TO " + account,
        "-- so that it sees triggers that fire where it writes; it makes none",
        "GRANT TRIGGER ON " + database + " TO " + account);
  }
}
