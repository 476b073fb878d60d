package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The driver's settings for one endpoint. They are built here from an allow-list, never taken from
 * an address: a driver setting can load classes and read files.
 */
final class Login {

  /** What an endpoint's options may set. */
  static final List<String> OPTIONS =
      List.of("connectTimeout", "sslrootcert", "sslcert", "sslkey", "tcpKeepAlive");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

  private Login() {}

  /** The address; a name in it can add no setting. */
  static String url(Endpoint endpoint) throws SQLException {
    if (!HOST.matcher(endpoint.host()).matches()) {
      throw new SQLException(
          "refused to connect: \"" + endpoint.host() + "\" is no host name or address", "08001");
    }
    String host = endpoint.host().indexOf(':') < 0 ? endpoint.host() : "[" + endpoint.host() + "]";
    return "jdbc:postgresql://"
        + host
        + ":"
        + endpoint.port()
        + "/"
        + URLEncoder.encode(endpoint.database(), StandardCharsets.UTF_8);
  }

  /** The settings, password included, which is read now. */
  static Properties properties(Endpoint endpoint, String applicationName) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", endpoint.user());
    String password = endpoint.password().reveal();
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    protect(endpoint, properties);
    allowed(endpoint.options()).forEach(properties::setProperty);
    return properties;
  }

  private static void protect(Endpoint endpoint, Properties properties) throws SQLException {
    if (endpoint.tls() == Endpoint.Tls.VERIFY) {
      properties.setProperty("sslmode", "verify-full");
      if (!endpoint.options().containsKey("sslrootcert")) {
        properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
      }
      return;
    }
    if (!isLoopback(endpoint.host())) {
      throw new SQLException(
          "refused to connect to "
              + endpoint
              + " in plain text: passwords and rows would cross the network readable. Use TLS"
              + " (tls: verify); plain text is for this machine's own addresses only",
          "08001");
    }
    properties.setProperty("sslmode", "disable");
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
  }

  private static Map<String, String> allowed(Map<String, String> options) throws SQLException {
    for (String name : options.keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new SQLException(
            "option \"" + name + "\" is not allowed for postgresql; allowed are " + OPTIONS,
            "08001");
      }
    }
    return options;
  }
}
