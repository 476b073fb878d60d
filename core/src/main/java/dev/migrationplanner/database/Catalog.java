package dev.migrationplanner.database;

import dev.migrationplanner.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads what is there. Changes nothing. */
public interface Catalog {

  /**
   * Tables whose name passes, with all their parts, in a few queries however many there are; our
   * own tables never.
   */
  Schema read(Connection connection, Predicate<String> tableName) throws SQLException;

  /**
   * About how many rows and bytes (data and indexes) each table has, from statistics: never exact.
   */
  Map<String, TableSize> sizes(Connection connection) throws SQLException;

  /** A hash of the shape of these tables, cheap enough to be read in every snapshot (rule 8). */
  String fingerprint(Connection connection, List<TableView> tables) throws SQLException;

  /**
   * Those of the tables on which triggers fire in sessions for {@link Database.Use#WRITE}: what is
   * written there may not be what stands there afterwards.
   */
  List<String> triggered(Connection connection, List<TableView> tables) throws SQLException;

  /**
   * Cumulated row writes and reads of the database since the server started, for rates over a
   * window.
   */
  Activity activity(Connection connection) throws SQLException;

  /** About how big a table is. */
  record TableSize(long rows, long dataBytes, long indexBytes) {}

  /** Cumulated counts. */
  record Activity(long rowsWritten, long rowsRead, long transactions, long logBytes) {}
}
