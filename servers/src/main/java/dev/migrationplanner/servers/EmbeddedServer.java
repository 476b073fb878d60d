package dev.migrationplanner.servers;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database server that this JVM started, on 127.0.0.1, in a temporary directory of its own. */
public interface EmbeddedServer extends AutoCloseable {

  /** The TCP port on 127.0.0.1; the same after a restart. */
  int port();

  /** The administrator's name; there is no password. */
  String user();

  /** A JDBC address of one database, with the administrator as its user. */
  String jdbcUrl(String database);

  /** Unpooled connections to one database as the administrator. */
  DataSource dataSource(String database);

  /** A new connection as the administrator, to the database every server of the kind has. */
  Connection adminConnection() throws SQLException;

  /** Creates an empty database; the name may hold lower-case letters, digits and underscores. */
  void createDatabase(String name) throws SQLException;

  /** Removes a database with all that is in it, whether or not it exists. */
  void dropDatabase(String name) throws SQLException;

  /**
   * Ends every process of the server at once (SIGKILL), as a crash of its machine's memory would.
   */
  void kill();

  /**
   * Stops the server as an operator would; what was committed and what was not is settled on disk.
   */
  void stop();

  /** Starts the server again on the same data directory and port; stops it first where it runs. */
  void restart();

  /** Whether the server's process runs. */
  boolean isAlive();

  /** Stops the server and deletes its directory. */
  @Override
  void close();
}
