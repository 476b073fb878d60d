package dev.migrationplanner.servers;

/**
 * A server could not be unpacked, started or reached; the message says where its log is or what it
 * said last.
 */
public final class ServerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ServerStartException(String message) {
    super(message);
  }

  ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
