package dev.migrationplanner.servers;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server of each kind per JVM, started when first asked for; every test takes a fresh database
 * of it.
 */
public final class SharedServers {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final Map<DebianServers.Kind, Optional<EmbeddedServer>> DEBIAN =
      new ConcurrentHashMap<>();

  private SharedServers() {}

  /**
   * The MySQL or MariaDB that the engine's tests run on: MariaDB 11.4, or the one that the system
   * property {@code servers.mysql} names ({@code MYSQL}, {@code MARIADB}).
   */
  public static EmbeddedServer mySql() {
    String kind = System.getProperty("servers.mysql", "");
    return kind.isEmpty() ? mariaDb() : named(kind);
  }

  /** A server of the same kind as {@link #mySql} of the caller's own. */
  public static EmbeddedServer newMySql(ServerOptions options) {
    String kind = System.getProperty("servers.mysql", "");
    return kind.isEmpty()
        ? EmbeddedMariaDb.start(options)
        : DebianServers.start(DebianServers.Kind.valueOf(kind), options).orElseThrow();
  }

  /** What {@code engine:} says of {@link #mySql}. */
  public static String mySqlEngine() {
    return System.getProperty("servers.mysql", "").equals("MYSQL") ? "mysql" : "mariadb";
  }

  /**
   * The PostgreSQL that the engine's tests run on: 18, or the one that the system property {@code
   * servers.postgresql} names ({@code POSTGRESQL_15}, {@code POSTGRESQL_17}).
   */
  public static EmbeddedServer postgreSql() {
    String kind = System.getProperty("servers.postgresql", "");
    return kind.isEmpty() ? postgres() : named(kind);
  }

  private static EmbeddedServer named(String kind) {
    return debian(DebianServers.Kind.valueOf(kind))
        .orElseThrow(() -> new ServerStartException("no server of kind " + kind + " is unpacked"));
  }

  /** The server of this kind of this JVM, where it is unpacked; do not kill or close it. */
  public static Optional<EmbeddedServer> debian(DebianServers.Kind kind) {
    return DEBIAN.computeIfAbsent(kind, DebianServers::start);
  }

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
