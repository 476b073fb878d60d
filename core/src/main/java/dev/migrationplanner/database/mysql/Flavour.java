package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the two products answers, and which version of it.
 *
 * @param product who it is
 * @param version as the server prints it
 */
record Flavour(Product product, String version, int major, int minor) {

  /** The two products. */
  enum Product {
    MARIADB("MariaDB", 10, 5),
    MYSQL("MySQL", 8, 0);

    private final String title;
    private final int majorMin;
    private final int minorMin;

    Product(String title, int majorMin, int minorMin) {
      this.title = title;
      this.majorMin = majorMin;
      this.minorMin = minorMin;
    }
  }

  private static final Pattern NUMBERS = Pattern.compile("^(?:5\\.5\\.5-)?(\\d+)\\.(\\d+)");

  /** Asks the server. */
  static Flavour detect(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION(), @@version_comment")) {
      row.next();
      return of(row.getString(1), row.getString(2));
    }
  }

  /** Reads what VERSION() and version_comment say. */
  static Flavour of(String version, String comment) throws SQLException {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.find()) {
      throw new SQLException("cannot read the server's version from \"" + version + "\"", "08001");
    }
    boolean maria = (version + " " + comment).toLowerCase(Locale.ROOT).contains("mariadb");
    return new Flavour(
        maria ? Product.MARIADB : Product.MYSQL,
        version,
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)));
  }

  boolean isMariaDb() {
    return product == Product.MARIADB;
  }

  /** MariaDB, MySQL. */
  String title() {
    return product.title;
  }

  boolean atLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  /** Refuses another product than configured, and versions that are too old. */
  void check(Endpoint endpoint) throws SQLException {
    if (!endpoint.engine().equalsIgnoreCase(product.title)) {
      throw new SQLException(
          """
          %s says engine "%s", but %s %s answers there. Set engine: %s, or connect to another server."""
              .formatted(
                  endpoint,
                  endpoint.engine(),
                  product.title,
                  version,
                  product.title.toLowerCase(Locale.ROOT)),
          "08001");
    }
    if (!atLeast(product.majorMin, product.minorMin)) {
      throw new SQLException(
          """
          %s is %s %s; the oldest version that can be migrated is %d.%d. Upgrade the server, or migrate from a replica of a newer version."""
              .formatted(endpoint, product.title, version, product.majorMin, product.minorMin),
          "08001");
    }
  }

  /** Statement that tells where the binary log ends. */
  String logStatus() {
    return isMariaDb() || !atLeast(8, 4) ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS";
  }
}
