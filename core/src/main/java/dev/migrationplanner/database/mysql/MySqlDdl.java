package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** MySQL or MariaDB as the engine that receives tables. */
final class MySqlDdl implements Ddl {

  private final boolean mariaDb;

  /** For MariaDB. */
  MySqlDdl() {
    this(true);
  }

  /** For MariaDB, else for MySQL. */
  MySqlDdl(boolean mariaDb) {
    this.mariaDb = mariaDb;
  }

  @Override
  public Conversion convert(Schema source, Dialect from, Map<String, Idiom> idioms) {
    return new MySqlDdlConversion(mariaDb, source, from).convert();
  }

  @Override
  public Dialect dialect() {
    return mariaDb ? Dialect.MARIADB : Dialect.MYSQL;
  }

  @Override
  public List<String> createTable(Table table) {
    return MySqlDdlStatements.createTable(table);
  }

  @Override
  public List<String> createIndexes(Table table) {
    return MySqlDdlStatements.createIndexes(table);
  }

  @Override
  public ForeignKeyStatements createForeignKeys(Table table) {
    return MySqlDdlForeignKeys.create(table);
  }

  @Override
  public List<String> dropTables(List<Table> tables) {
    return MySqlDdlForeignKeys.unchecked(
        tables.stream().map(t -> "DROP TABLE IF EXISTS " + quote(t.name())).toList());
  }

  @Override
  public List<String> emptyTables(List<Table> tables) {
    return MySqlDdlForeignKeys.unchecked(
        tables.stream().map(t -> "TRUNCATE TABLE " + quote(t.name())).toList());
  }

  @Override
  public String analyze(Table table) {
    return "ANALYZE TABLE " + quote(table.name());
  }

  @Override
  public List<String> setCounters(Table table, List<Long> highest, long headroom) {
    return MySqlDdlCounters.set(table, highest, headroom);
  }

  @Override
  public List<String> counterColumns(Table table) {
    return table.columns().stream().filter(Column::identity).map(Column::name).toList();
  }

  @Override
  public List<Long> counters(Connection connection, Table table) throws SQLException {
    return MySqlDdlCounters.read(connection, table);
  }

  @Override
  public String createScratch(String name) {
    return "CREATE DATABASE " + quote(name);
  }

  @Override
  public String dropScratch(String name) {
    return "DROP DATABASE IF EXISTS " + quote(name);
  }

  @Override
  public Fidelity fidelity(SqlType logical) {
    return MySqlDdlTypes.fidelity(logical, mariaDb);
  }

  private static String quote(String name) {
    return MySqlDdlStatements.quote(name);
  }

  /** Table, index, column, check or foreign key of that name. */
  @Override
  public boolean existsAlready(SQLException error) {
    return switch (error.getErrorCode()) {
      case 1050, 1060, 1061, 1826, 3822 -> true;
      default -> error.getErrorCode() == 1005 && String.valueOf(error.getMessage()).contains("121");
    };
  }
}
