package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Hazards that only the catalogue tells; each query gives objects and how often. */
final class MySqlHazardCatalogue {

  private static final String COMPRESSED =
      """
      SELECT table_name, 1 FROM information_schema.tables
      WHERE table_schema = ? AND (row_format = 'Compressed'
        OR LOWER(create_options) REGEXP 'page_compressed|compression=')
      ORDER BY 1""";

  /** A key that MySQL made by itself (H70) is none of the application's columns. */
  private static final String INVISIBLE =
      """
      SELECT CONCAT(table_name, '.', column_name), 1 FROM information_schema.columns
      WHERE table_schema = ? AND extra LIKE '%INVISIBLE%' AND column_name <> 'my_row_id'
      ORDER BY 1""";

  private static final String ACCOUNTS =
      """
      SELECT 'accounts', COUNT(DISTINCT grantee) FROM
        (SELECT grantee FROM information_schema.schema_privileges WHERE table_schema = ?
         UNION SELECT grantee FROM information_schema.table_privileges WHERE table_schema = ?) g
      WHERE REPLACE(grantee, CHAR(39), '') <> CURRENT_USER()
      HAVING COUNT(DISTINCT grantee) > 0""";

  private static final String ROLES_MARIADB =
      "SELECT 'roles', COUNT(DISTINCT role) FROM mysql.roles_mapping HAVING COUNT(*) > 0";

  private static final String ROLES_MYSQL =
      "SELECT 'roles', COUNT(DISTINCT from_user) FROM mysql.role_edges HAVING COUNT(*) > 0";

  private static final String ROLES_OURS =
      "SELECT 'roles', COUNT(DISTINCT role_name) FROM information_schema.applicable_roles"
          + " HAVING COUNT(*) > 0";

  private static final String PERIODS_KNOWN =
      """
      SELECT table_name, 1 FROM information_schema.tables
      WHERE table_schema = 'information_schema' AND UPPER(table_name) = 'PERIODS'""";

  private static final String PERIODS =
      """
      SELECT CONCAT(table_name, '.', period), 1 FROM information_schema.periods
      WHERE table_schema = ? AND period <> 'SYSTEM_TIME'
      ORDER BY 1""";

  private static final String PACKAGES =
      """
      SELECT 'packages', COUNT(*) FROM information_schema.routines
      WHERE routine_schema = ? AND routine_type = 'PACKAGE' HAVING COUNT(*) > 0""";

  private static final String FUNCTIONAL =
      """
      SELECT CONCAT(table_name, '.', index_name), COUNT(*) FROM information_schema.statistics
      WHERE table_schema = ? AND expression IS NOT NULL GROUP BY 1, table_name, index_name ORDER BY 1""";

  private static final String DEFAULTS =
      """
      SELECT CONCAT(table_name, '.', column_name), 1 FROM information_schema.columns
      WHERE table_schema = ? AND extra LIKE '%DEFAULT_GENERATED%'
        AND UPPER(column_default) NOT LIKE 'CURRENT_TIMESTAMP%' ORDER BY 1""";

  private static final String JAVASCRIPT =
      """
      SELECT 'javascript', COUNT(*) FROM information_schema.routines
      WHERE routine_schema = ? AND external_language = 'JAVASCRIPT' HAVING COUNT(*) > 0""";

  private final Connection connection;
  private final String database;
  private final List<Count> counts = new ArrayList<>();

  private MySqlHazardCatalogue(Connection connection, String database) {
    this.connection = connection;
    this.database = database;
  }

  static Scanned of(Connection connection, String database) throws SQLException {
    return new MySqlHazardCatalogue(connection, database).scanned();
  }

  private Scanned scanned() throws SQLException {
    boolean mariaDb = connection.getMetaData().getDatabaseProductName().contains("MariaDB");
    count("H55", COMPRESSED);
    count(mariaDb ? "H66" : "H71", INVISIBLE);
    count("H60", ACCOUNTS);
    roles(mariaDb ? ROLES_MARIADB : ROLES_MYSQL);
    if (mariaDb) {
      count("H69", PACKAGES);
    } else {
      count("H74", FUNCTIONAL);
      count("H75", DEFAULTS);
      count("H77", JAVASCRIPT);
    }
    if (mariaDb && !rows("H65", PERIODS_KNOWN).isEmpty()) {
      count("H65", PERIODS);
    }
    return new Scanned("", 0, true, "", "", 0, counts);
  }

  private void count(String rule, String sql) throws SQLException {
    counts.addAll(rows(rule, sql));
  }

  /** Who may not read the server's own tables sees the roles that apply to it. */
  private void roles(String sql) throws SQLException {
    try {
      count("H76", sql);
    } catch (SQLException e) {
      count("H76", ROLES_OURS);
    }
  }

  private List<Count> rows(String rule, String sql) throws SQLException {
    var rows = new ArrayList<Count>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      long marks = sql.chars().filter(c -> c == '?').count();
      for (int i = 1; i <= marks; i++) {
        query.setString(i, database);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(new Count(rule, row.getString(1), row.getLong(2), ""));
        }
      }
    }
    return rows;
  }
}
