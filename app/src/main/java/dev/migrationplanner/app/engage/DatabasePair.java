package dev.migrationplanner.app.engage;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.plan.MigrationFile;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Consumer;

/** Both databases of a migration, open. */
public record DatabasePair(Database source, Database target) implements AutoCloseable {
  private static final long RETRY_MILLIS = 1_000;

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

  /**
   * The same, for a migration that has begun: a server that does not answer, because it starts anew
   * say, is waited for. Anything else that is wrong ends the wait.
   *
   * @param says hears each new reason to wait
   */
  public static DatabasePair await(MigrationFile file, Consumer<String> says)
      throws SQLException, InterruptedException {
    String said = "";
    while (true) {
      try {
        return open(file);
      } catch (SQLTransientConnectionException failure) {
        String why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (!why.equals(said)) {
          says.accept("waits: " + why);
          said = why;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
