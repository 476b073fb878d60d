package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What applications ask of a database, as far as its server keeps it. Changes nothing. */
public interface Workload {

  /**
   * The statements that took the most time, with values left out by the server itself.
   *
   * @param most how many at most
   */
  Seen statements(Connection connection, int most) throws SQLException;

  /** How hard the server works now. */
  Strain strain(Connection connection) throws SQLException;

  /**
   * What was found.
   *
   * @param note why nothing could be found, "" if something was
   */
  record Seen(List<Statement> statements, String note) {
    public Seen {
      statements = List.copyOf(statements);
    }
  }

  /** One statement, its values replaced by marks; since the server began to count. */
  record Statement(String text, long calls, double totalMillis, long rows) {}
}
