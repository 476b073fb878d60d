package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Says why a connection was not made: what, where, why, what to do. Never the password. */
final class ConnectFailure {

  private ConnectFailure() {}

  /**
   * Of the transient kind where it may pass by itself: nobody answers, or no connection is free.
   */
  static SQLException explain(Endpoint endpoint, SQLException error) {
    String state = error.getSQLState() == null ? "08001" : error.getSQLState();
    String text = "cannot connect to " + endpoint + ": " + why(endpoint, state, error);
    boolean passes =
        state.equals("57P03")
            || state.equals("53300")
            || error.getCause() instanceof SocketTimeoutException
            || error.getCause() instanceof ConnectException;
    return passes
        ? new SQLTransientConnectionException(text, state, error)
        : new SQLException(text, state, error);
  }

  private static String why(Endpoint endpoint, String state, SQLException error) {
    return switch (state) {
      case "28P01", "28000" ->
          "the server refuses user "
              + endpoint.user()
              + " (wrong password, no such user, or no line for it in pg_hba.conf). Check user and"
              + " the password at "
              + endpoint.password().reference()
              + ", and pg_hba.conf";
      case "3D000" ->
          "it has no database \"" + endpoint.database() + "\". Create it, or correct the name";
      case "42501" ->
          "the user may not connect: GRANT CONNECT ON DATABASE "
              + endpoint.database()
              + " TO "
              + endpoint.user();
      case "53300" -> "it has no connection free. Raise max_connections or end idle sessions";
      case "57P03" -> "it is starting up or shutting down. Wait and try again";
      case "08001" -> unreachable(endpoint, error);
      default -> String.valueOf(error.getMessage());
    };
  }

  private static String unreachable(Endpoint endpoint, SQLException error) {
    Throwable cause = error.getCause();
    if (cause instanceof java.net.UnknownHostException) {
      return "no host is known by the name \"" + endpoint.host() + "\". Correct the host";
    }
    if (cause instanceof SocketTimeoutException) {
      return "nothing answered in 10 s. Check host, port and firewall";
    }
    if (cause instanceof ConnectException) {
      return "nothing listens on port " + endpoint.port() + ". Check that it runs, host and port";
    }
    return String.valueOf(error.getMessage());
  }
}
