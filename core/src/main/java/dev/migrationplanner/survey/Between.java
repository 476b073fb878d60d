package dev.migrationplanner.survey;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What stands between us and a server. A pooler that gives a session's server to others between two
 * transactions loses what a session holds: settings, locks, prepared statements, replication.
 */
final class Between {

  private static final int TRIES_MAX = 20;

  private Between() {}

  /** How many connections the server takes, and whether a pooler shares ours out. */
  static Connections us(Database database) throws SQLException {
    try (Connection one = database.connect(Use.READ);
        Connection other = database.connect(Use.READ)) {
      return database.workload().connections(one).pooled(pooled(database, one, other));
    }
  }

  /**
   * Two of our connections, both open, one of them in a transaction: were they, at any time, one
   * and the same session of the server, then somebody shares sessions out.
   */
  private static boolean pooled(Database database, Connection one, Connection other)
      throws SQLException {
    for (int i = 0; i < TRIES_MAX; i++) {
      long first = database.workload().session(one);
      other.setAutoCommit(false);
      long second = database.workload().session(other);
      long again = database.workload().session(one);
      other.rollback();
      other.setAutoCommit(true);
      if (first == second || first != again) {
        return true;
      }
    }
    return false;
  }
}
