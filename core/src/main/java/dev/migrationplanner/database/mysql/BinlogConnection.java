package dev.migrationplanner.database.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Locale;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** One connection that streams a log, until it ends or is closed. Never used twice. */
final class BinlogConnection extends BinaryLogClient.AbstractLifecycleListener
    implements AutoCloseable {

  private static final java.util.logging.Logger CONNECTOR =
      java.util.logging.Logger.getLogger("com.github.shyiko.mysql.binlog");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SERVER_ERROR_READING_LOG = 1236;
  private static final long HEARTBEAT_MILLIS = 500;
  private static final int SILENCE_MILLIS = 30_000;
  private static final long OFFSET_MAX = 0xffff_ffffL;

  static {
    CONNECTOR.setLevel(Level.OFF); // Failures are ours to tell, and its texts may hold values.
  }

  private final Endpoint endpoint;
  private final BinlogPlace from;
  private final EventStream stream;
  private volatile @Nullable Socket socket;
  private volatile boolean closed;
  private volatile @Nullable Exception ended;

  BinlogConnection(Endpoint endpoint, BinlogPlace from, EventStream.Consumer consumer) {
    this.endpoint = endpoint;
    this.from = from;
    this.stream = new EventStream(consumer);
  }

  /**
   * Reads until the connection ends; returns if it was lost.
   *
   * @throws LogLostException if the server does not have the place any more
   * @throws SQLException if the server refuses us, or something cannot be read; SQLState 08 if
   *     trying again may help
   */
  void readUntilEnd() throws SQLException, InterruptedException {
    if (from.offset() > OFFSET_MAX) {
      throw new LogLostException(
          "the log cannot be read on from "
              + from
              + ": a file beyond 4 GiB has no address there."
              + " A full comparison is needed.");
    }
    try {
      client().connect();
    } catch (IOException e) {
      ended = e;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    judge();
  }

  private BinaryLogClient client() {
    var client =
        new BinaryLogClient(
            endpoint.host(), endpoint.port(), endpoint.user(), endpoint.password().reveal());
    client.setServerId(1_000_000_000L + RANDOM.nextInt(1_000_000_000));
    client.setBinlogFilename(from.file());
    client.setBinlogPosition(from.offset());
    client.setKeepAlive(false);
    client.setHeartbeatInterval(HEARTBEAT_MILLIS);
    client.setConnectTimeout(10_000);
    client.setEventDeserializer(stream);
    client.registerLifecycleListener(this);
    client.setSocketFactory(this::openSocket);
    client.setSSLMode(
        endpoint.tls() == Endpoint.Tls.VERIFY ? SSLMode.VERIFY_IDENTITY : SSLMode.DISABLED);
    String certificates = endpoint.options().get("serverSslCert");
    if (certificates != null) {
      client.setSslSocketFactory(new BinlogTrust(Path.of(certificates)));
    }
    return client;
  }

  private Socket openSocket() throws SocketException {
    var fresh = new Socket();
    fresh.setSoTimeout(SILENCE_MILLIS);
    fresh.setTcpNoDelay(true);
    socket = fresh;
    if (closed) {
      close();
    }
    return fresh;
  }

  @Override
  public void onCommunicationFailure(BinaryLogClient client, Exception e) {
    ended = e;
  }

  @Override
  public void onEventDeserializationFailure(BinaryLogClient client, Exception e) {
    ended = e;
    close();
  }

  private void judge() throws SQLException {
    Exception failure = stream.failure();
    if (failure instanceof SQLException sql) {
      throw sql;
    }
    if (failure != null) {
      throw new SQLException(
          "the log of " + endpoint + " after " + from + " cannot be read: " + failure.getMessage(),
          failure);
    }
    Exception end = ended;
    if (end instanceof ServerException server) {
      throw refused(server.getErrorCode(), String.valueOf(server.getMessage()));
    }
    if (end instanceof AuthenticationException) {
      throw OpenFailure.explain(endpoint, new SQLException(end.getMessage(), "28000", 1045));
    }
    throw new SQLException(
        "the connection to the log of " + endpoint + " was lost", "08S01", 2013, end);
  }

  private SQLException refused(int code, String message) {
    String said = message.toLowerCase(Locale.ROOT);
    boolean replaced = said.contains("same server_id") || said.contains("same server_uuid");
    if (code == SERVER_ERROR_READING_LOG && !replaced) {
      return new LogLostException(
          "the server no longer has its log from "
              + from
              + " on ("
              + message
              + "). Changes in between are unknown: a full comparison is needed, then the sync can"
              + " start from the log as it is now. Keep logs longer (binlog_expire_logs_seconds).");
    }
    if (code == 1227 || code == 1045) {
      return new SQLException(
          "user \""
              + endpoint.user()
              + "\" may not read the log of "
              + endpoint
              + ". GRANT REPLICATION SLAVE ON *.* to it.",
          "42000",
          code);
    }
    return new SQLException(
        "the server ended the log: " + message + " (error " + code + ")", "08S01", code);
  }

  /** Ends the stream from another thread. */
  @Override
  public void close() {
    closed = true;
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        ended = e;
      }
    }
  }
}
