package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Catalog;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One schema of a PostgreSQL database, read in eight queries however many tables it has. */
final class PostgreSqlCatalog implements Catalog {

  private final String schema;

  PostgreSqlCatalog(String schema) {
    this.schema = schema;
  }

  @Override
  public Schema read(Connection connection, Predicate<String> tableName) throws SQLException {
    var tables = new TableParts(Types.read(connection), tableName);
    each(connection, CatalogSql.TABLES, tables::table);
    each(connection, CatalogSql.COLUMNS, tables::column);
    each(connection, CatalogSql.INDEXES, tables::indexPart);
    each(connection, CatalogSql.CONSTRAINTS, tables::constraint);
    return new Schema(schema, tables.finish(), others(connection));
  }

  private List<OtherObject> others(Connection connection) throws SQLException {
    var others = new ArrayList<OtherObject>();
    each(
        connection,
        CatalogSql.OTHERS,
        row -> {
          String definition = row.getString(3);
          others.add(
              new OtherObject(
                  OtherObject.Kind.valueOf(row.getString(1)),
                  row.getString(2),
                  definition == null ? "" : definition));
        });
    return others;
  }

  @Override
  public Map<String, TableSize> sizes(Connection connection) throws SQLException {
    var sizes = new TreeMap<String, TableSize>();
    each(
        connection,
        CatalogSql.SIZES,
        row ->
            sizes.put(
                row.getString(1), new TableSize(row.getLong(2), row.getLong(3), row.getLong(4))));
    return sizes;
  }

  @Override
  public String fingerprint(Connection connection, List<TableView> tables) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.FINGERPRINT)) {
      statement.setString(1, schema);
      statement.setArray(
          2, connection.createArrayOf("text", tables.stream().map(TableView::name).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Override
  public List<String> triggered(Connection connection, List<TableView> tables) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.TRIGGERED)) {
      statement.setString(1, schema);
      statement.setArray(
          2, connection.createArrayOf("text", tables.stream().map(TableView::name).toArray()));
      var found = new ArrayList<String>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
      return found;
    }
  }

  @Override
  public Activity activity(Connection connection) throws SQLException {
    var found = new ArrayList<Activity>(1);
    each(
        connection,
        CatalogSql.ACTIVITY,
        row ->
            found.add(
                new Activity(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
    return found.get(0);
  }

  private interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  private void each(Connection connection, String sql, RowTaker taker) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taker.take(row);
        }
      }
    }
  }
}
