package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** PostgreSQL as the engine that receives tables. */
final class PostgreSqlDdl implements Ddl {

  private final String schema;
  private final PostgreSqlDdlStatements statements;
  private final PostgreSqlDdlCounters counters;

  /** For tables in that PostgreSQL schema. */
  PostgreSqlDdl(String schema) {
    this.schema = schema;
    this.statements = new PostgreSqlDdlStatements(schema);
    this.counters = new PostgreSqlDdlCounters(schema);
  }

  @Override
  public Conversion convert(Schema source, Dialect from, Map<String, Idiom> idioms) {
    return new PostgreSqlDdlConversion(schema, source, from, idioms).convert();
  }

  @Override
  public Map<String, Idiom> idioms(Schema source, Dialect from) {
    return from == Dialect.POSTGRESQL ? Map.of() : new PostgreSqlIdioms(source).candidates();
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public List<String> createTable(Table table) {
    return statements.createTable(table);
  }

  @Override
  public List<String> createIndexes(Table table) {
    return statements.createIndexes(table);
  }

  @Override
  public List<String> createTableForLoad(Table table) {
    return statements.createTable(table, !PostgreSqlDdlLoad.keyCanWait(table));
  }

  @Override
  public List<String> createKeyLeftOut(Table table) {
    return new PostgreSqlDdlLoad(statements, table).key();
  }

  @Override
  public AfterLoad afterLoad(Table table) {
    return new PostgreSqlDdlLoad(statements, table).after();
  }

  @Override
  public ForeignKeyStatements createForeignKeys(Table table) {
    return statements.createForeignKeys(table);
  }

  @Override
  public List<String> dropTables(List<Table> tables) {
    return statements.dropTables(tables);
  }

  @Override
  public List<String> emptyTables(List<Table> tables) {
    return statements.emptyTables(tables);
  }

  @Override
  public String analyze(Table table) {
    return "ANALYZE " + statements.name(table.name());
  }

  @Override
  public List<String> setCounters(Table table, List<Long> highest, long headroom) {
    return counters.set(table, highest, headroom);
  }

  @Override
  public List<String> counterColumns(Table table) {
    return table.columns().stream().filter(Column::identity).map(Column::name).toList();
  }

  @Override
  public List<Long> counters(Connection connection, Table table) throws SQLException {
    return counters.read(connection, table);
  }

  @Override
  public String createScratch(String name) {
    return "CREATE SCHEMA " + PostgreSqlDdlStatements.quote(name);
  }

  @Override
  public String dropScratch(String name) {
    return "DROP SCHEMA IF EXISTS " + PostgreSqlDdlStatements.quote(name) + " CASCADE";
  }

  @Override
  public List<Tried> tryOut(
      Connection connection, Schema source, Dialect from, Map<String, Idiom> idioms)
      throws SQLException {
    return new PostgreSqlTrial(connection, source, idioms).run(from);
  }

  @Override
  public List<Lookup> tryLookups(
      Connection connection,
      Schema source,
      List<String> statements,
      Dialect from,
      Map<String, Idiom> idioms)
      throws SQLException {
    return new PostgreSqlTrial(connection, source, idioms).lookups(statements, from);
  }

  @Override
  public Fidelity fidelity(SqlType logical) {
    return PostgreSqlDdlTypes.fidelity(logical);
  }

  /** duplicate_table (indexes too), duplicate_object, duplicate_column. */
  @Override
  public boolean existsAlready(SQLException error) {
    String state = error.getSQLState();
    return "42P07".equals(state) || "42710".equals(state) || "42701".equals(state);
  }
}
