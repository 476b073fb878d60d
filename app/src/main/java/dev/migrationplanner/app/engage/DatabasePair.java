package dev.migrationplanner.app.engage;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.plan.MigrationFile;
import java.sql.SQLException;

/** Both databases of a migration, open. */
public record DatabasePair(Database source, Database target) implements AutoCloseable {

  /**
   * Connects to both.
   *
   * @throws SQLException naming the side that cannot be used, and why
   */
  public static DatabasePair open(MigrationFile file) throws SQLException {
    Database source = Databases.open(file.source());
    try {
      return new DatabasePair(source, Databases.open(file.target()));
    } catch (SQLException | RuntimeException refused) {
      source.close();
      throw refused;
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
