package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl.Tried;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
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
  private final Map<String, Idiom> idioms;
  private final Map<OtherObject, Tried> outcomes = new LinkedHashMap<>();

  PostgreSqlTrial(Connection connection, Schema source, Map<String, Idiom> idioms) {
    this.connection = connection;
    this.source = source;
    this.idioms = idioms;
  }

  /** In the order of the source's other objects. */
  List<Tried> run(Dialect from) throws SQLException {
    connection.setAutoCommit(false);
    try {
      prepare(tables(from, source.others().stream().map(OtherObject::definition).toList()));
      for (int round = 0; round < ROUNDS_MAX && again(); round++) {
        // Each round what the one before has made may serve.
      }
      return List.copyOf(outcomes.values());
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /**
   * How statements would find their rows beside these tables and their indexes, in that order. The
   * tables are empty, so the planner is asked to use an index wherever one can serve.
   */
  List<Lookup> lookups(List<String> texts, Dialect from) throws SQLException {
    connection.setAutoCommit(false);
    try {
      List<Table> tables = tables(from, texts);
      prepare(tables);
      for (Table table : tables) {
        for (String statement : statements.indexes(table)) {
          execute(statement);
        }
      }
      execute("SET LOCAL enable_seqscan = off");
      var explain = new PostgreSqlLookups(connection);
      var lookups = new ArrayList<Lookup>();
      for (String text : texts) {
        lookups.add(explain.of(PostgreSqlObjects.statement(text, source.name(), from)));
      }
      return lookups;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** As they will be here; those alone that some text may speak of. */
  private List<Table> tables(Dialect from, List<String> texts) {
    return new PostgreSqlDdlConversion(PLACE, source, from, idioms)
        .convert().schema().tables().stream()
            .filter(t -> texts.stream().anyMatch(text -> text.contains(t.name())))
            .toList();
  }

  private void prepare(List<Table> tables) throws SQLException {
    execute("CREATE SCHEMA " + PLACE);
    execute("SET LOCAL search_path TO " + PLACE);
    for (Table table : tables) {
      for (String statement : statements.createTable(table)) {
        execute(statement);
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
      return new Tried(
          object, false, statement.get(), "the target refuses it: " + PostgreSqlLookups.brief(e));
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

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
