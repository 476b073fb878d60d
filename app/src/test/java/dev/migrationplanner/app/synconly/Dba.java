package dev.migrationplanner.app.synconly;

import dev.migrationplanner.servers.EmbeddedServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Somebody who runs what the plan says on one server, word for word, as its administrator. */
record Dba(EmbeddedServer server, String database) {

  void run(List<String> statements) throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        for (String printed : run(statement, sql)) {
          statement.execute(printed);
        }
      }
    }
  }

  /** What a statement prints that is to be run in turn. */
  private static List<String> run(Statement statement, String sql) throws SQLException {
    var printed = new ArrayList<String>();
    if (statement.execute(sql) && sql.contains("CONCAT('KILL ")) {
      try (ResultSet row = statement.getResultSet()) {
        while (row.next()) {
          printed.add(row.getString(1));
        }
      }
    }
    return printed;
  }
}
