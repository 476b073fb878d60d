package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl.Tried;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the tables that other objects speak of, empty, in a schema of its own, tries each of those
 * objects beside them, and rolls all of it back: nothing of it is ever seen by anybody.
 */
final class PostgreSqlTrial {

  private static final String PLACE = "migration_planner_trial";

  /** Views stand on views. */
  private static final int ROUNDS_MAX = 10;

  private final PostgreSqlDdlStatements statements = new PostgreSqlDdlStatements(PLACE);
  private final Connection connection;
  private final Schema source;
  private final Map<OtherObject, Tried> outcomes = new LinkedHashMap<>();

  PostgreSqlTrial(Connection connection, Schema source) {
    this.connection = connection;
    this.source = source;
  }

  /** In the order of the source's other objects. */
  List<Tried> run(Dialect from) throws SQLException {
    connection.setAutoCommit(false);
    try {
      prepare(new PostgreSqlDdlConversion(PLACE, source, from).convert().schema().tables());
      for (int round = 0; round < ROUNDS_MAX && again(); round++) {
        // Each round what the one before has made may serve.
      }
      return List.copyOf(outcomes.values());
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void prepare(List<Table> tables) throws SQLException {
    execute("CREATE SCHEMA " + PLACE);
    execute("SET LOCAL search_path TO " + PLACE);
    for (Table table : tables) {
      boolean named = source.others().stream().anyMatch(o -> o.definition().contains(table.name()));
      if (named) {
        for (String statement : statements.createTable(table)) {
          execute(statement);
        }
      }
    }
  }

  /** Tries all that is not made yet; whether one more was. */
  private boolean again() throws SQLException {
    boolean more = false;
    for (OtherObject object : source.others()) {
      Tried before = outcomes.get(object);
      if (before == null || (!before.made() && !before.statement().isEmpty())) {
        Tried now = once(object);
        outcomes.put(object, now);
        more |= now.made();
      }
    }
    return more;
  }

  private Tried once(OtherObject object) throws SQLException {
    Optional<String> statement = PostgreSqlObjects.statement(object, source.name());
    if (statement.isEmpty()) {
      return new Tried(object, false, "", "not tried: " + why(object));
    }
    Savepoint before = connection.setSavepoint();
    try {
      execute(statement.get());
      connection.releaseSavepoint(before);
      return new Tried(
          object, true, statement.get(), "can be made on the target, its words exchanged");
    } catch (SQLException e) {
      connection.rollback(before);
      return new Tried(object, false, statement.get(), "the target refuses it: " + brief(e));
    }
  }

  private static String why(OtherObject object) {
    return switch (object.kind()) {
      case ROUTINE -> "its body is in the source's own language";
      case EVENT -> "PostgreSQL has no events; pg_cron or the application can do it";
      case SEQUENCE -> "it is no code";
      case VIEW, MATERIALIZED_VIEW, TRIGGER, TYPE, EXTENSION -> "there is nothing like it";
    };
  }

  /** The first line; what it quotes is code, for the tables are empty. */
  private static String brief(SQLException e) {
    String message = String.valueOf(e.getMessage());
    String line = message.lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
    return (line.length() > 200 ? line.substring(0, 200) + "..." : line)
        + " (SQLSTATE "
        + e.getSQLState()
        + ")";
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
