package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import java.sql.SQLException;

/** Says why a connection was not made: what, where, why, what to do. Never the password. */
final class ConnectFailure {

  private ConnectFailure() {}

  static SQLException explain(Endpoint endpoint, SQLException error) {
    String state = error.getSQLState() == null ? "08001" : error.getSQLState();
    return new SQLException(
        "cannot connect to " + endpoint + ": " + why(endpoint, state, error), state, error);
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
    if (cause instanceof java.net.SocketTimeoutException) {
      return "nothing answered in 10 s. Check host, port and firewall";
    }
    if (cause instanceof java.net.ConnectException) {
      return "nothing listens on port " + endpoint.port() + ". Check that it runs, host and port";
    }
    return String.valueOf(error.getMessage());
  }
}
