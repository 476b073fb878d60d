package dev.migrationplanner.database;

import dev.migrationplanner.schema.Schema;
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

  /**
   * How each statement finds its rows here, in that order. They are explained, never run; values
   * that an explanation asks for are taken from the tables, and forgotten.
   *
   * @param schema whose tables they speak of
   * @param statements texts as {@link #statements} gives them
   */
  List<Lookup> lookups(Connection connection, Schema schema, List<String> statements)
      throws SQLException;

  /** How many connections the server takes; whether through a pooler is for others to see. */
  Connections connections(Connection connection) throws SQLException;

  /** What tells the server's end of this connection from every other's. */
  long session(Connection connection) throws SQLException;

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
