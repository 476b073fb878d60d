package dev.migrationplanner.database;

import java.util.Map;

/**
 * Where one database is and who we are there.
 *
 * @param engine mariadb, mysql or postgresql
 * @param database the database (MySQL's schema)
 * @param schema PostgreSQL's schema; ignored elsewhere
 * @param password only a reference; read at connect time
 * @param tls how the connection is protected
 * @param options further allow-listed driver settings
 */
public record Endpoint(
    String engine,
    String host,
    int port,
    String database,
    String schema,
    String user,
    Secret password,
    Tls tls,
    Map<String, String> options) {

  public Endpoint {
    options = Map.copyOf(options);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }

  /**
   * The same server and account, another place for tables: PostgreSQL's schema, else the database.
   */
  public Endpoint scratch(String name) {
    boolean schemas = engine.equalsIgnoreCase("postgresql");
    return new Endpoint(
        engine,
        host,
        port,
        schemas ? database : name,
        schemas ? name : schema,
        user,
        password,
        tls,
        options);
  }

  /** How a connection is protected. */
  public enum Tls {
    /** Encrypted, certificate and host name verified. */
    VERIFY,
    /** Plain text: loopback only. */
    PLAIN
  }

  /** For messages: engine://user@host:port/database. */
  @Override
  public String toString() {
    return engine + "://" + user + "@" + host + ":" + port + "/" + database;
  }
}
