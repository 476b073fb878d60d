package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.HazardScan;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what MySQL and MariaDB hold and others do not. */
public final class MySqlHazardScan implements HazardScan {

  /** PostgreSQL's index entries end at 2,704 bytes; some of them are not the key's. */
  private static final int KEY_BYTES_MAX = 2_600;

  private static final long VALUE_BYTES_MAX = 1_000_000_000;

  /** ED, then A0 to BF: in parts, as whether a backslash escapes is the session's. */
  private static final String SURROGATES = "UNHEX('ED'), '[', UNHEX('A0'), '-', UNHEX('BF'), ']'";

  private final String database;

  public MySqlHazardScan(String database) {
    this.database = database;
  }

  @Override
  public Scanned scan(
      Connection connection, Table table, Map<String, Idiom> idioms, long rowsAbout, Bounds bounds)
      throws SQLException {
    boolean mariaDb = connection.getMetaData().getDatabaseProductName().contains("MariaDB");
    var conditions = new ArrayList<Count>();
    for (Column column : table.columns()) {
      conditions.addAll(conditions(table, column, mariaDb));
      String object = table.name() + "." + column.name();
      Idiom idiom = idioms.get(object);
      if (idiom != null) {
        String misfit = MySqlIdioms.misfit(idiom, column, "t." + quoted(column.name()));
        conditions.add(new Count(MISFIT, object, 0, misfit));
      }
    }
    table.identifyingKey().ifPresent(key -> conditions.addAll(keyConditions(table, key)));
    return count(connection, table.name(), rowsAbout, bounds, conditions);
  }

  @Override
  public Scanned orphans(
      Connection connection, Table child, ForeignKey foreignKey, long childRowsAbout, Bounds bounds)
      throws SQLException {
    String object = child.name() + "." + foreignKey.name();
    String parent = "SELECT 1 FROM " + name(foreignKey.referencedTable()) + " p WHERE ";
    String there = "EXISTS (" + parent + pairs(foreignKey, "") + ")";
    String bytes = "EXISTS (" + parent + pairs(foreignKey, "BINARY ") + ")";
    String set =
        String.join(
            " AND ",
            foreignKey.columns().stream().map(c -> "t." + quoted(c) + " IS NOT NULL").toList());
    return count(
        connection,
        child.name(),
        childRowsAbout,
        bounds,
        List.of(
            new Count("H39", object, 0, set + " AND NOT " + there),
            new Count("H22", object, 0, set + " AND " + there + " AND NOT " + bytes)));
  }

  @Override
  public Scanned catalogue(Connection connection) throws SQLException {
    return MySqlHazardCatalogue.of(connection, database);
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
        "SELECT CONCAT_WS(', ', "
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
    boolean mariaDb = connection.getMetaData().getDatabaseProductName().contains("MariaDB");
    String variable = mariaDb ? "@@global.gtid_binlog_pos" : "@@global.gtid_executed";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + variable)) {
      row.next();
      String position = row.getString(1);
      return position == null ? "" : position.replaceAll("\\s+", "");
    }
  }

  private static String pairs(ForeignKey key, String prefix) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < key.columns().size(); i++) {
      String parent = "p." + quoted(key.referencedColumns().get(i));
      String child = "t." + quoted(key.columns().get(i));
      pairs.add(parent + " = " + child);
      if (!prefix.isEmpty()) {
        pairs.add(prefix + parent + " = " + prefix + child);
      }
    }
    return String.join(" AND ", pairs);
  }

  private static List<Count> conditions(Table table, Column column, boolean mariaDb) {
    String object = table.name() + "." + column.name();
    String c = "t." + quoted(column.name());
    SqlType type = column.type();
    if (type instanceof SqlType.DateType
        || type instanceof SqlType.DateTimeType
        || type instanceof SqlType.InstantType) {
      return dates(object, c);
    }
    if (type instanceof SqlType.TimeType) {
      return List.of(new Count("H06", object, 0, c + " < '00:00:00' OR " + c + " > '24:00:00'"));
    }
    if (type instanceof SqlType.IntegerType number && number.unsigned() && number.bits() == 64) {
      return List.of(new Count("H13", object, 0, c + " > 9223372036854775807"));
    }
    if (type instanceof SqlType.BinaryType binary && binary.lengthMax() == 0) {
      return List.of(large(object, c));
    }
    if (type instanceof SqlType.JsonType) {
      String text = "CAST(" + c + " AS CHAR)";
      return List.of(
          new Count("H35", object, 0, "LOCATE(CONCAT(CHAR(92), 'u0000'), " + text + ") > 0"));
    }
    if (type instanceof SqlType.EnumType) {
      return List.of(new Count("H32", object, 0, c + " + 0 = 0"));
    }
    return type instanceof SqlType.TextType text ? texts(object, c, text, mariaDb) : List.of();
  }

  /** PostgreSQL's fields end at a gigabyte. */
  private static Count large(String object, String c) {
    return new Count("H34", object, 0, "OCTET_LENGTH(" + c + ") >= " + VALUE_BYTES_MAX);
  }

  private static List<Count> dates(String object, String c) {
    String parts = "MONTH(" + c + ") = 0 OR DAYOFMONTH(" + c + ") = 0 OR YEAR(" + c + ") = 0";
    return List.of(
        new Count("H01", object, 0, c + " = 0"),
        new Count("H02", object, 0, c + " <> 0 AND (" + parts + ")"),
        new Count(
            "H03",
            object,
            0,
            "MONTH(" + c + ") > 0 AND DAYOFMONTH(" + c + ") > DAYOFMONTH(LAST_DAY(" + c + "))"),
        new Count("H11", object, 0, c + " >= '0001-01-01' AND " + c + " < '1582-10-15'"));
  }

  /** MariaDB's expressions read bytes; MySQL's do not, so there they read their hexadecimal. */
  private static List<Count> texts(
      String object, String c, SqlType.TextType type, boolean mariaDb) {
    String utf8 = "CONVERT(" + c + " USING utf8mb4)";
    String surrogates =
        mariaDb
            ? "CAST(" + utf8 + " AS BINARY) REGEXP CONCAT(" + SURROGATES + ")"
            : "HEX(" + utf8 + ") REGEXP '^(..)*ED[AB]'";
    var counts = new ArrayList<Count>();
    counts.add(new Count("H29", object, 0, "LOCATE(0x00, CAST(" + c + " AS BINARY)) > 0"));
    counts.add(new Count("H28", object, 0, surrogates));
    counts.add(new Count("H27", object, 0, twice(c, utf8)));
    if (type.lengthMax() == 0) {
      counts.add(large(object, c));
    }
    return counts;
  }

  /**
   * Text whose letters, each taken for one byte of latin1, are valid UTF-8 with fewer letters:
   * UTF-8 that was read as latin1 and encoded again. Plain ASCII is passed over first.
   */
  private static String twice(String c, String utf8) {
    String latin1 = "CONVERT(" + c + " USING latin1)";
    String bytes = "CAST(" + latin1 + " AS BINARY)";
    String once = "CONVERT(" + bytes + " USING utf8mb4)";
    return "OCTET_LENGTH("
        + utf8
        + ") > CHAR_LENGTH("
        + c
        + ") AND CHAR_LENGTH("
        + once
        + ") < CHAR_LENGTH("
        + c
        + ") AND CAST("
        + once
        + " AS BINARY) = "
        + bytes
        + " AND CAST(CONVERT("
        + latin1
        + " USING utf8mb4) AS BINARY) = CAST("
        + utf8
        + " AS BINARY)";
  }

  private static List<Count> keyConditions(Table table, Key key) {
    var counts = new ArrayList<Count>();
    var lengths = new ArrayList<String>();
    for (String name : key.columns()) {
      String c = "t." + quoted(name);
      SqlType type = table.column(name).orElseThrow().type();
      if (type instanceof SqlType.TextType) {
        counts.add(new Count("H21", table.name() + "." + name, 0, c + " LIKE '% '"));
      }
      if (type instanceof SqlType.TextType || type instanceof SqlType.BinaryType) {
        lengths.add("OCTET_LENGTH(" + c + ")");
      }
    }
    if (!lengths.isEmpty()) {
      String sum = String.join(" + ", lengths) + " > " + KEY_BYTES_MAX;
      counts.add(new Count("H42", table.name() + "." + key.name(), 0, sum));
    }
    return counts;
  }

  private Scanned count(
      Connection connection, String table, long rowsAbout, Bounds bounds, List<Count> conditions)
      throws SQLException {
    boolean whole = rowsAbout <= bounds.rowsMax();
    var sql = new StringBuilder("SELECT COUNT(*)");
    conditions.forEach(c -> sql.append(", COALESCE(SUM(").append(c.sql()).append("), 0)"));
    sql.append(" FROM ").append(name(table)).append(" t");
    if (!whole) {
      sql.append(
          String.format(
              Locale.ROOT, " WHERE RAND(42) < %.9f", (double) bounds.rowsMax() / rowsAbout));
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
    return quoted(database) + "." + quoted(table);
  }

  private static String quoted(String name) {
    return Quoting.BACKTICK.quote(name);
  }
}
