package dev.migrationplanner.copy;

import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The target's tables, made in two goes: with their primary keys before the data, indexes and
 * foreign keys after it. What is there already, from an earlier start, is left alone, so that every
 * method can be repeated.
 */
public final class TargetSchema {

  private static final int ATTEMPTS_MAX = 200;

  private final Database target;
  private final Schema schema;
  private final Consumer<String> progress;
  private boolean indexed;

  /** {@code schema}: as converted for the target; {@code progress} hears what is being made. */
  public TargetSchema(Database target, Schema schema, Consumer<String> progress) {
    this.target = target;
    this.schema = schema;
    this.progress = progress;
  }

  /** Our own tables, then the target's, without indexes. */
  public void create(ControlTables control) throws SQLException {
    create(control, target.ddl()::createTable);
  }

  private void create(ControlTables control, Function<Table, List<String>> statements)
      throws SQLException {
    try (Connection connection = target.connect(Use.CREATE)) {
      control.install(connection);
      for (Table table : schema.tables()) {
        progress.accept("creating table " + table.name());
        run(connection, statements.apply(table));
      }
    }
  }

  /**
   * The same for a load that nobody else writes beside: a primary key that can wait is made by
   * {@link #afterLoad}.
   */
  public void createForLoad(ControlTables control) throws SQLException {
    create(control, target.ddl()::createTableForLoad);
  }

  /** Makes the primary key that {@link #createForLoad} left out, if it did. */
  void createKeyLeftOut(String tableName) throws SQLException {
    for (Table table : schema.tables()) {
      if (table.name().equals(tableName)) {
        try (Connection connection = target.connect(Use.CREATE)) {
          run(connection, target.ddl().createKeyLeftOut(table));
        }
      }
    }
  }

  /** Primary keys left out, and indexes: several at once, of a table too. */
  public void afterLoad() throws SQLException, InterruptedException {
    var together = new ArrayList<List<String>>();
    var then = new ArrayList<List<String>>();
    for (Table table : schema.tables()) {
      Ddl.AfterLoad statements = target.ddl().afterLoad(table);
      statements.together().forEach(s -> together.add(List.of(s)));
      then.add(statements.then());
    }
    progress.accept("building " + together.size() + " indexes");
    new Builders(target).run(together, this::run);
    new Builders(target).run(then, this::run);
    indexed = true;
  }

  /** Indexes, foreign keys (created unchecked, then checked) and statistics. */
  public void finish() throws SQLException {
    try (Connection connection = target.connect(Use.CREATE)) {
      var validations = new ArrayList<String>();
      for (Table table : indexed ? List.<Table>of() : schema.tables()) {
        progress.accept("building indexes of " + table.name());
        run(connection, target.ddl().createIndexes(table));
      }
      CrashPoint.BUILD_INDEXES_MADE.reached();
      for (Table table : schema.tables()) {
        var keys = target.ddl().createForeignKeys(table);
        progress.accept("creating foreign keys of " + table.name());
        run(connection, keys.create());
        validations.addAll(keys.validate());
      }
      CrashPoint.BUILD_FOREIGN_KEYS_MADE.reached();
      for (String validation : validations) {
        progress.accept("checking foreign keys");
        validate(connection, validation);
      }
      for (Table table : schema.tables()) {
        run(connection, List.of(target.ddl().analyze(table)));
      }
    }
  }

  /** Removes the tables. */
  public void drop() throws SQLException {
    try (Connection connection = target.connect(Use.CREATE)) {
      run(connection, target.ddl().dropTables(schema.tables()));
    }
  }

  /** Empties the tables. */
  public void empty() throws SQLException {
    try (Connection connection = target.connect(Use.CREATE)) {
      run(connection, target.ddl().emptyTables(schema.tables()));
    }
  }

  /** A validation either fails by itself or counts the rows that break the key. */
  private static void validate(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(text)) {
        try (var row = statement.getResultSet()) {
          if (row.next() && row.getLong(1) > 0) {
            throw new SQLException(
                row.getLong(1)
                    + " rows break a foreign key; the statement that counts them: "
                    + text);
          }
        }
      }
    }
  }

  private void run(Connection connection, List<String> statements) throws SQLException {
    for (String text : statements) {
      runPersistently(connection, text);
    }
  }

  /** A statement that gave way to writers is run again; one whose object exists is passed over. */
  private void runPersistently(Connection connection, String text) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
        return;
      } catch (SQLException e) {
        if (target.ddl().existsAlready(e)) {
          return;
        }
        boolean again = target.classify(e) == Database.Failure.RETRY && !connection.isClosed();
        if (attempt >= ATTEMPTS_MAX || !again) {
          throw new SQLException(
              target.said(e) + "\nin: " + text, e.getSQLState(), e.getErrorCode());
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) throws SQLException {
    try {
      Thread.sleep(Math.min(1_000, 25L * attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("making the target's schema was called off", e);
    }
  }
}
