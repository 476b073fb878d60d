package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Quoting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * Foreign keys that the catalogue hides: an account that may only SELECT finds none there, though a
 * table's own statement shows them. Read so, a schema would lose them without a word.
 */
final class HiddenForeignKeys {

  private HiddenForeignKeys() {}

  /**
   * Asks each table for its own statement; called where the catalogue showed no foreign key.
   *
   * @throws SQLException naming the GRANT, where one is hidden
   */
  static void refuse(Connection connection, String database, Collection<String> tables)
      throws SQLException {
    if (Grants.seeForeignKeys(Grants.of(connection), database)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : tables) {
        refuse(statement, database, table);
      }
    }
  }

  private static void refuse(Statement statement, String database, String table)
      throws SQLException {
    String name = Quoting.BACKTICK.quote(database) + "." + Quoting.BACKTICK.quote(table);
    try (ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + name)) {
      if (row.next() && row.getString(2).contains(" FOREIGN KEY (")) {
        throw new SQLException(
            "table "
                + table
                + " has foreign keys that this account cannot see in information_schema: with SELECT"
                + " alone the catalogue hides them, and the target would get none. GRANT REFERENCES"
                + " ON "
                + Quoting.BACKTICK.quote(database)
                + ".* to it",
            "42000");
      }
    }
  }
}
