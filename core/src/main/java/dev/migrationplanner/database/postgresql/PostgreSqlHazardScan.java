package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.HazardScan;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what PostgreSQL holds and others do not. */
public final class PostgreSqlHazardScan implements HazardScan {

  /** InnoDB's keys end there. */
  private static final int KEY_BYTES_MAX = 3_072;

  private static final String SCHEMAS =
      """
      SELECT n.nspname, count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname <> ?
        AND n.nspname NOT IN ('information_schema', 'migration_planner') AND n.nspname !~ '^pg_'
      GROUP BY 1 ORDER BY 1""";

  /** Reading a parent reads its children, too; and what is not logged changes unseen. */
  private static final String NOT_ALONE =
      """
      SELECT c.relname, 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' AND NOT c.relispartition
        AND (c.relpersistence = 'u' OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid))
      ORDER BY c.relname""";

  private static final String POLICIES =
      "SELECT 'row security', count(*) FROM pg_policies WHERE schemaname = ? HAVING count(*) > 0";

  private static final String RULES =
      """
      SELECT 'rules', count(*) FROM pg_rules r WHERE schemaname = ?
        AND NOT EXISTS (SELECT FROM pg_views v
                        WHERE v.schemaname = r.schemaname AND v.viewname = r.tablename)
      HAVING count(*) > 0""";

  private final String schema;

  public PostgreSqlHazardScan(String schema) {
    this.schema = schema;
  }

  @Override
  public Scanned scan(
      Connection connection, Table table, Map<String, Idiom> idioms, long rowsAbout, Bounds bounds)
      throws SQLException {
    var conditions = new ArrayList<Count>();
    for (Column column : table.columns()) {
      condition(table, column).ifPresent(conditions::add);
    }
    table.identifyingKey().ifPresent(key -> keyConditions(table, key, conditions));
    return count(connection, table.name(), rowsAbout, bounds, conditions);
  }

  @Override
  public Scanned orphans(
      Connection connection, Table child, ForeignKey foreignKey, long childRowsAbout, Bounds bounds)
      throws SQLException {
    var pairs = new ArrayList<String>();
    var set = new ArrayList<String>();
    for (int i = 0; i < foreignKey.columns().size(); i++) {
      String column = "t." + quoted(foreignKey.columns().get(i));
      pairs.add("p." + quoted(foreignKey.referencedColumns().get(i)) + " = " + column);
      set.add(column + " IS NOT NULL");
    }
    String condition =
        String.join(" AND ", set)
            + " AND NOT EXISTS (SELECT 1 FROM "
            + name(foreignKey.referencedTable())
            + " p WHERE "
            + String.join(" AND ", pairs)
            + ")";
    return count(
        connection,
        child.name(),
        childRowsAbout,
        bounds,
        List.of(new Count("R13", child.name() + "." + foreignKey.name(), 0, condition)));
  }

  @Override
  public Scanned catalogue(Connection connection) throws SQLException {
    var counts = new ArrayList<Count>();
    counts.addAll(catalogue(connection, "R16", SCHEMAS));
    counts.addAll(catalogue(connection, "R14", NOT_ALONE));
    counts.addAll(catalogue(connection, "R21", POLICIES));
    counts.addAll(catalogue(connection, "R21", RULES));
    return new Scanned("", 0, true, "", "", 0, counts);
  }

  private List<Count> catalogue(Connection connection, String rule, String sql)
      throws SQLException {
    var counts = new ArrayList<Count>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, schema);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          counts.add(new Count(rule, row.getString(1), row.getLong(2), ""));
        }
      }
    }
    return counts;
  }

  @Override
  public List<String> keys(Connection connection, Table table, Count count, int most, Bounds bounds)
      throws SQLException {
    List<String> columns =
        table.identifyingKey().map(Key::columns).orElse(List.of()).stream()
            .map(c -> "t." + quoted(c))
            .toList();
    if (columns.isEmpty() || most == 0) {
      return List.of();
    }
    String sql =
        "SELECT concat_ws(', ', "
            + String.join(", ", columns)
            + ") FROM "
            + name(table.name())
            + " t WHERE "
            + count.sql()
            + " LIMIT "
            + most;
    var keys = new ArrayList<String>();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.max(1, bounds.timeMax().toSeconds()));
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          keys.add(String.valueOf(row.getString(1)));
        }
      }
    }
    return keys;
  }

  @Override
  public String position(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                    + " ELSE pg_current_wal_lsn() END")) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static java.util.Optional<Count> condition(Table table, Column column) {
    String object = table.name() + "." + column.name();
    String c = "t." + quoted(column.name());
    SqlType type = column.type();
    String sql = "";
    String rule = "";
    if (type instanceof SqlType.DecimalType) {
      rule = "R02";
      sql =
          c
              + " IN ('NaN', 'Infinity', '-Infinity') OR scale("
              + c
              + ") > 30 OR abs("
              + c
              + ") >= 1e35";
    } else if (type instanceof SqlType.FloatType) {
      rule = "R03";
      sql = c + " IN ('NaN', 'Infinity', '-Infinity')";
    } else if (type instanceof SqlType.DateType
        || type instanceof SqlType.DateTimeType
        || type instanceof SqlType.InstantType) {
      rule = "R04";
      sql = "NOT isfinite(" + c + ") OR " + c + " >= '10000-01-01' OR " + c + " < '0001-01-01'";
    }
    return rule.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(new Count(rule, object, 0, sql));
  }

  private void keyConditions(Table table, Key key, List<Count> counts) {
    var lengths = new ArrayList<String>();
    var folded = new ArrayList<String>();
    boolean text = false;
    for (String name : key.columns()) {
      String c = quoted(name);
      SqlType type = table.column(name).orElseThrow().type();
      boolean isText = type instanceof SqlType.TextType;
      text |= isText;
      folded.add(isText ? "lower(rtrim(" + c + "))" : c);
      if (isText || type instanceof SqlType.BinaryType) {
        lengths.add("octet_length(t." + c + ")");
      }
    }
    if (!lengths.isEmpty()) {
      String sum = String.join(" + ", lengths) + " > " + KEY_BYTES_MAX;
      counts.add(new Count("R06", table.name() + "." + key.name(), 0, sum));
    }
    if (text) {
      counts.add(new Count("R07", table.name() + "." + key.name(), 0, twins(table, key, folded)));
    }
  }

  /** Rows whose key another row has too once case and trailing blanks are left aside. */
  private String twins(Table table, Key key, List<String> folded) {
    String columns = String.join(", ", key.columns().stream().map(k -> fold(table, k)).toList());
    return "("
        + columns
        + ") IN (SELECT "
        + String.join(", ", folded)
        + " FROM "
        + name(table.name())
        + " GROUP BY "
        + String.join(", ", folded)
        + " HAVING count(*) > 1)";
  }

  private static String fold(Table table, String column) {
    String c = "t." + quoted(column);
    return table.column(column).orElseThrow().type() instanceof SqlType.TextType
        ? "lower(rtrim(" + c + "))"
        : c;
  }

  private Scanned count(
      Connection connection, String table, long rowsAbout, Bounds bounds, List<Count> conditions)
      throws SQLException {
    boolean whole = rowsAbout <= bounds.rowsMax();
    var sql = new StringBuilder("SELECT count(*)");
    conditions.forEach(c -> sql.append(", count(*) FILTER (WHERE ").append(c.sql()).append(")"));
    sql.append(" FROM ").append(name(table)).append(" t");
    if (!whole) {
      double percent = 100.0 * bounds.rowsMax() / rowsAbout;
      sql.append(
          String.format(Locale.ROOT, " TABLESAMPLE BERNOULLI (%.6f) REPEATABLE (42)", percent));
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.max(1, bounds.timeMax().toSeconds()));
      try (ResultSet row = statement.executeQuery(sql.toString())) {
        row.next();
        var counts = new ArrayList<Count>();
        for (int i = 0; i < conditions.size(); i++) {
          Count c = conditions.get(i);
          counts.add(new Count(c.rule(), c.object(), row.getLong(i + 2), c.sql()));
        }
        return new Scanned(table, row.getLong(1), whole, "", "", 0, counts);
      }
    }
  }

  private String name(String table) {
    return quoted(schema) + "." + quoted(table);
  }

  private static String quoted(String name) {
    return Quoting.DOUBLE.quote(name);
  }
}
