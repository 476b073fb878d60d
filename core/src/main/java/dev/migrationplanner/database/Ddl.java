package dev.migrationplanner.database;

import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Makes this engine's tables for another engine's schema. Pure but for {@link #counters}; golden
 * files pin its output.
 */
public interface Ddl {

  /**
   * The schema as this engine will hold it: same tables and columns, types, defaults and names
   * translated. What changes meaning or is left out is listed, never silent.
   *
   * @param from whose SQL the schema is written in
   * @param idioms columns ({@code table.column}) whose values are proved to fit that type; those
   *     that foreign keys tie together take it together or not at all
   */
  Conversion convert(Schema source, Dialect from, Map<String, Idiom> idioms);

  /** The same in the lossless profile. */
  default Conversion convert(Schema source, Dialect from) {
    return convert(source, from, Map.of());
  }

  /**
   * Columns ({@code table.column}) that this engine has a more fitting type for, if their values
   * allow it. None where the lossless types are the engine's own already.
   */
  default Map<String, Idiom> idioms(Schema source, Dialect from) {
    return Map.of();
  }

  /** Whose SQL this is. */
  Dialect dialect();

  /**
   * Statements that make one table with its primary key, without other indexes and foreign keys.
   */
  List<String> createTable(Table table);

  /**
   * Statements that make its other indexes and checks, after the data, and the guards that keep it
   * reversible.
   */
  List<String> createIndexes(Table table);

  /**
   * Statements that make one table for a load nobody else writes beside: where this engine fills a
   * table faster without its primary key, and the key can be made afterwards for certain, without.
   */
  default List<String> createTableForLoad(Table table) {
    return createTable(table);
  }

  /**
   * Statements that make the primary key that {@link #createTableForLoad} left out; may be none.
   */
  default List<String> createKeyLeftOut(Table table) {
    return List.of();
  }

  /** {@link #createIndexes} after a load, and {@link #createKeyLeftOut}, in the fastest way. */
  default AfterLoad afterLoad(Table table) {
    return new AfterLoad(List.of(), createIndexes(table));
  }

  /**
   * Statements for after a load.
   *
   * @param together may run at once with each other
   * @param then one after another, when the first are done
   */
  record AfterLoad(List<String> together, List<String> then) {}

  /**
   * Statements that make its foreign keys without checking old rows, then those that check them.
   */
  ForeignKeyStatements createForeignKeys(Table table);

  /** Statements that remove the tables with whatever depends on them. */
  List<String> dropTables(List<Table> tables);

  /** Statements that empty the tables. */
  List<String> emptyTables(List<Table> tables);

  /** Statement that refreshes the planner's statistics. */
  String analyze(Table table);

  /**
   * Statements that set every counter (sequence, AUTO_INCREMENT) past {@code highest} value used
   * plus headroom. {@code highest} is by column, in the order of {@link #counterColumns}.
   */
  List<String> setCounters(Table table, List<Long> highest, long headroom);

  /** The columns the engine numbers. */
  List<String> counterColumns(Table table);

  /**
   * The highest value used or handed out by each counter of the table: max(column) and the counter
   * itself.
   */
  List<Long> counters(Connection connection, Table table) throws SQLException;

  /** NOT VALID first, validated later: by a statement that fails, or counts rows that must be 0. */
  record ForeignKeyStatements(List<String> create, List<String> validate) {}

  /**
   * A schema converted.
   *
   * @param schema as this engine will hold it
   * @param notes what is not carried exactly
   */
  record Conversion(Schema schema, List<Note> notes) {}

  /**
   * Something that is not the same afterwards.
   *
   * @param rule stable id, e.g. {@code H13}
   * @param object table, or table.column, or table.index
   * @param fidelity how the values fare
   * @param text what, and what to do
   */
  record Note(String rule, String object, Fidelity fidelity, String text) {}

  /** Statement that makes an empty place for tables beside the others: a schema, a database. */
  String createScratch(String name);

  /** Statement that removes it with all that is in it; harmless where there is none. */
  String dropScratch(String name);

  /**
   * Tries the source's views and triggers, in this engine's words, beside its tables: all are made
   * in one transaction that is rolled back. In the order of the source's other objects; empty where
   * the engine cannot roll such statements back.
   *
   * @param from whose SQL the source is written in
   * @param idioms as {@link #convert} takes them
   * @throws SQLException if nothing could be tried
   */
  default List<Tried> tryOut(
      Connection connection, Schema source, Dialect from, Map<String, Idiom> idioms)
      throws SQLException {
    return List.of();
  }

  /**
   * How statements of the source's applications would find their rows here, in that order: the
   * tables they speak of are made, empty, with their indexes, the statements put into this engine's
   * words and explained, all in one transaction that is rolled back. Empty where the engine cannot
   * roll such statements back. It says whether an index can serve, not what that costs.
   *
   * @param from whose SQL they are written in
   * @throws SQLException if nothing could be tried
   */
  default List<Lookup> tryLookups(
      Connection connection,
      Schema source,
      List<String> statements,
      Dialect from,
      Map<String, Idiom> idioms)
      throws SQLException {
    return List.of();
  }

  /**
   * What became of an object that is no table.
   *
   * @param statement what was tried, "" if nothing was
   * @param outcome in words
   */
  record Tried(OtherObject object, boolean made, String statement, String outcome) {}

  /** How values of a column fare (the loss ledger's words). */
  enum Fidelity {
    EXACT,
    CANONICAL,
    LOSSY,
    BLOCKED
  }

  /** How a value of {@code logical} fares in this engine. */
  Fidelity fidelity(SqlType logical);

  /** Whether a statement failed because what it makes is there already. */
  boolean existsAlready(SQLException error);
}
