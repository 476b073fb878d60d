package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.TableView;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Judges statements in the log: those that concern tables we read, and those we cannot follow. */
final class LogStatements {

  private final String database;
  private final List<TableView> views;

  LogStatements(String database, List<TableView> views) {
    this.database = database;
    this.views = views;
  }

  /**
   * What a statement does to the tables that are read.
   *
   * @throws SQLException if it changes rows of this database without row events
   */
  List<TableStatement> read(String sql, String schema) throws SQLException {
    LogStatement statement = LogStatement.parse(sql, schema);
    return switch (statement.kind()) {
      case OTHER -> List.of();
      case ROWS -> refuse(sql, schema);
      case TRUNCATE -> touched(statement, "TRUNCATE ");
      case DDL -> touched(statement, verb(sql) + " ");
    };
  }

  private List<TableStatement> refuse(String sql, String schema) throws SQLException {
    boolean ours =
        schema.equals(database)
            || SqlTokens.of(sql).stream().anyMatch(t -> t.text().equalsIgnoreCase(database));
    if (ours) {
      throw new SQLException(
          "the change log of "
              + database
              + " holds rows changed by a statement ("
              + verb(sql)
              + "), not row by row. Sync stops before anything is lost: "
              + UnreadableLog.ROW_REMEDY
              + ".");
    }
    return List.of();
  }

  /** First word only: a statement's text may hold values. */
  private static String verb(String sql) {
    List<SqlTokens.Token> tokens = SqlTokens.of(sql);
    return tokens.isEmpty() ? "" : tokens.get(0).text().toUpperCase(Locale.ROOT);
  }

  private List<TableStatement> touched(LogStatement statement, String prefix) {
    return views.stream()
        .filter(view -> statement.tables().stream().anyMatch(t -> is(t, view.name())))
        .map(view -> new TableStatement(kind(statement, view), view.name(), prefix + view.name()))
        .toList();
  }

  private static TableStatement.Kind kind(LogStatement statement, TableView view) {
    if (statement.kind() == LogStatement.Kind.TRUNCATE) {
      return TableStatement.Kind.TRUNCATE;
    }
    return statement.rewrites(view.columnNames())
        ? TableStatement.Kind.REPLACED
        : TableStatement.Kind.DDL;
  }

  /** Case is ignored: whether it counts depends on the server, and a false alarm does no harm. */
  private boolean is(LogStatement.TableName table, String name) {
    return table.database().equalsIgnoreCase(database)
        && (table.name().equals("*") || table.name().equalsIgnoreCase(name));
  }
}
