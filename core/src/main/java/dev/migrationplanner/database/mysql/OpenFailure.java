package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Says why a server could not be opened, and what to do; never the password. */
final class OpenFailure {

  private static final Set<Integer> FULL = Set.of(1040, 1203);

  private OpenFailure() {}

  /**
   * Of the transient kind where it may pass by itself: nobody answers, or no connection is free.
   */
  static SQLException explain(Endpoint endpoint, SQLException cause) {
    String text = "cannot open " + endpoint + ": " + reason(endpoint, cause);
    return passes(cause)
        ? new SQLTransientConnectionException(text, cause.getSQLState(), cause.getErrorCode())
        : new SQLException(text, cause.getSQLState(), cause.getErrorCode());
  }

  private static boolean passes(SQLException cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SocketTimeoutException || t instanceof ConnectException) {
        return true;
      }
    }
    return FULL.contains(cause.getErrorCode());
  }

  private static String reason(Endpoint endpoint, SQLException cause) {
    return switch (cause.getErrorCode()) {
      // MySQL answers 1251 for an account that is not there, to keep its names to itself.
      case 1045, 1251, 1698 ->
          "the server refuses user \"%s\" or its password. Check the user, the secret %s, and which hosts the account may come from."
              .formatted(endpoint.user(), endpoint.password().reference());
      case 1049 ->
          "there is no database \"%s\". Check its spelling (names may be case-sensitive) or create it."
              .formatted(endpoint.database());
      case 1044 ->
          "user \"%s\" may not use database \"%s\". GRANT SELECT ON `%s`.* to it."
              .formatted(endpoint.user(), endpoint.database(), endpoint.database());
      case 1040, 1203 ->
          "the server has no connection left for us. Raise max_connections or max_user_connections, or stop other clients.";
      case 1129, 1130 ->
          "the server refuses this host. Create the account for the host we come from, or FLUSH HOSTS.";
      default -> byCause(endpoint, cause);
    };
  }

  private static String byCause(Endpoint endpoint, SQLException cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof java.net.UnknownHostException) {
        return "the host name is unknown. Check its spelling and the name server.";
      }
      if (t instanceof SocketTimeoutException) {
        return "nothing answers in time. Check host and port %d, and the firewall between."
            .formatted(endpoint.port());
      }
      if (t instanceof ConnectException) {
        return "nothing listens on port %d. Check the port, that the server runs, and its bind-address."
            .formatted(endpoint.port());
      }
      if (t instanceof javax.net.ssl.SSLException
          || t instanceof java.security.GeneralSecurityException) {
        return "TLS failed: %s. Give the server a certificate for this host name, or name its CA in option serverSslCert."
            .formatted(t.getMessage());
      }
    }
    return cause.getMessage()
        + " (error "
        + cause.getErrorCode()
        + ", state "
        + cause.getSQLState()
        + "). Check that a MariaDB or MySQL server listens there.";
  }
}
