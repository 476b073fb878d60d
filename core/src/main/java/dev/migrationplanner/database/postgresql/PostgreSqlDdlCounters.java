package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The sequences behind identity columns: how far they are, and moving them on. */
final class PostgreSqlDdlCounters {

  private final String schema;

  PostgreSqlDdlCounters(String schema) {
    this.schema = schema;
  }

  List<String> set(Table table, List<Long> highest, long headroom) {
    List<Column> columns = identities(table);
    if (columns.size() != highest.size()) {
      throw new IllegalArgumentException(
          table.name() + " has " + columns.size() + " counters, " + highest.size() + " values");
    }
    var statements = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      statements.add(
          "SELECT pg_catalog.setval(%s, %d, true)"
              .formatted(sequence(table, column), lastValue(column, highest.get(i), headroom)));
    }
    return statements;
  }

  List<Long> read(Connection connection, Table table) throws SQLException {
    var values = new ArrayList<Long>();
    for (Column column : identities(table)) {
      values.add(read(connection, table, column));
    }
    return values;
  }

  private long read(Connection connection, Table table, Column column) throws SQLException {
    String sql =
        "SELECT greatest(0, (SELECT max(%s) FROM %s), pg_catalog.pg_sequence_last_value(%s))"
            .formatted(Quoting.DOUBLE.quote(column.name()), name(table), sequence(table, column));
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Column> identities(Table table) {
    return table.columns().stream().filter(Column::identity).toList();
  }

  private String sequence(Table table, Column column) {
    return "pg_catalog.pg_get_serial_sequence(%s, %s)::regclass"
        .formatted(
            PostgreSqlDdlDefaults.literal(name(table)),
            PostgreSqlDdlDefaults.literal(column.name()));
  }

  private String name(Table table) {
    return Quoting.DOUBLE.quote(schema) + "." + Quoting.DOUBLE.quote(table.name());
  }

  /** At least 1, at most what the column's type holds. */
  private static long lastValue(Column column, long highest, long headroom) {
    int bits = column.type() instanceof IntegerType integer ? integer.bits() : Long.SIZE;
    long max = bits >= Long.SIZE ? Long.MAX_VALUE : (1L << (bits - 1)) - 1;
    long wanted = highest > Long.MAX_VALUE - headroom ? Long.MAX_VALUE : highest + headroom;
    return Math.max(1, Math.min(max, wanted));
  }
}
