package dev.migrationplanner.servers;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server of each kind per JVM, started when first asked for; every test takes a fresh database
 * of it.
 */
public final class SharedServers {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private SharedServers() {}

  /** The MariaDB of this JVM; do not kill or close it. */
  public static EmbeddedMariaDb mariaDb() {
    return MariaDbHolder.SERVER;
  }

  /** The PostgreSQL of this JVM; do not kill or close it. */
  public static EmbeddedPostgres postgres() {
    return PostgresHolder.SERVER;
  }

  /** Creates an empty database, whose name starts with the prefix, and returns its name. */
  public static String freshDatabase(EmbeddedServer server, String prefix) {
    String name = prefix + "_" + DATABASES.incrementAndGet();
    try {
      server.createDatabase(name);
      return name;
    } catch (SQLException e) {
      throw new ServerStartException(
          "Cannot create database " + name + " on port " + server.port() + ".", e);
    }
  }

  private static final class MariaDbHolder {
    static final EmbeddedMariaDb SERVER = EmbeddedMariaDb.start();
  }

  private static final class PostgresHolder {
    static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  }
}
