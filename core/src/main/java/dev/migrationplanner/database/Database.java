package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * One database of a migration. Thread-safe; connections are pooled per use and bounded. Every
 * session is fixed: UTC, strict SQL mode, UTF-8, standard string syntax, bounded statement and lock
 * waits.
 */
public interface Database extends AutoCloseable {

  /** Where it is. */
  Endpoint endpoint();

  /** What it is, read once at connect time. */
  ServerInfo server();

  /**
   * A connection for reading the catalogue and data, or for writing ({@link Use#WRITE}: referential
   * actions and, where the engine can, user triggers are off in it). Auto-commit is on; closing it
   * gives it back, rolled back and clean.
   */
  Connection connect(Use use) throws SQLException;

  /** The catalogue. */
  Catalog catalog();

  /** Schema conversion and DDL for this engine as the target of {@code source}-made tables. */
  Ddl ddl();

  /** Reading and writing rows. */
  Rows rows();

  /** Digests computed inside the database; shares no code with {@link #rows}. */
  Digests digests();

  /** Passes over the data for values that another engine cannot hold. */
  HazardScan hazards();

  /** What applications ask of it. */
  Workload workload();

  /** What a DBA runs to shut out writers without the library. */
  Strangers strangers();

  /** Our own tables there. */
  ControlSql controlSql();

  /**
   * A consistent snapshot of the given tables, open until closed.
   *
   * @throws SQLException if a table cannot be locked in time or read
   */
  Snapshot snapshot(List<TableView> tables) throws SQLException;

  /**
   * The change log, for the migration of that name; what it needs on the server is made by {@link
   * ChangeLog#establish}.
   */
  ChangeLog changeLog(String migration, List<TableView> tables);

  /**
   * What the uses need of server and grants, each met or not, with the exact remedy. Changes
   * nothing.
   */
  List<Requirement> preflight(Set<Use> uses) throws SQLException;

  /** What to do about an error. */
  Failure classify(SQLException error);

  /** The server's words, without the values of rows that it may have put into them. */
  String said(SQLException error);

  /** Closes the pools. */
  @Override
  void close();

  /** What a connection or a check is for. */
  enum Use {
    READ,
    WRITE,
    LOG,
    CREATE
  }

  /** What to do about an error. */
  enum Failure {
    /**
     * Passing: deadlock, lock wait, lost connection, server starting, disk full. Try again, with
     * back-off.
     */
    RETRY,
    /** A row the database refuses: set it aside. */
    DEFER,
    /** Anything else: stop and say so. */
    FAIL
  }
}
