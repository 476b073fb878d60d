package dev.migrationplanner.app.engage;

import dev.migrationplanner.app.http.ControlServer;
import dev.migrationplanner.app.http.HttpOptions;
import dev.migrationplanner.app.http.Migrations;
import dev.migrationplanner.run.Migration;
import dev.migrationplanner.run.Setup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;

/** A migration at work behind its control plane. Closing it stops at a safe point. */
public final class Serving implements AutoCloseable {
  private final Migration migration;
  private final ControlServer server;

  private Serving(Migration migration, ControlServer server) {
    this.migration = migration;
    this.server = server;
  }

  /**
   * Begins the migration, or goes on with it.
   *
   * @param port the one to listen on; 0 takes a free one
   * @param autoUntil the phase up to which open gates carry it on by themselves
   */
  public static Serving begin(
      Setup setup, DatabasePair databases, Path stateDirectory, int port, int autoUntil)
      throws IOException, SQLException {
    Migrations served = new Migrations();
    // First of all the port: where it is taken, nothing is begun.
    ControlServer server =
        ControlServer.start(new HttpOptions(setup.file().control().address(), port), served);
    try {
      Migration migration =
          Migration.open(setup, databases.source(), databases.target(), stateDirectory, autoUntil);
      served.add(setup.file().migration(), migration);
      return new Serving(migration, server);
    } catch (IOException | SQLException | RuntimeException refused) {
      server.close();
      throw refused;
    }
  }

  public Migration migration() {
    return migration;
  }

  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
    migration.close();
  }
}
