package dev.migrationplanner.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes rows as canonical values. The copier's and the reconciler's way; the comparison
 * has its own.
 */
public interface Rows {

  /**
   * Streams the rows of a key range, in key order of this side; bounded memory. Returns how many.
   */
  long read(Connection connection, TableView view, KeyRange range, RowSink sink)
      throws SQLException, IOException;

  /**
   * Reads the rows that have these keys, in any order; also rows whose key equals one of them only
   * by collation. Keys are bound by the column's type on this side (rule 9).
   */
  void read(Connection connection, TableView view, Collection<RowKey> keys, RowSink sink)
      throws SQLException, IOException;

  /**
   * The key {@code rows} rows after {@code after} (null = from the start), or the last one if there
   * are fewer; empty if none is left. Index-only.
   */
  Optional<RowKey> boundary(
      Connection connection,
      TableView view,
      @org.jspecify.annotations.Nullable RowKey after,
      long rows)
      throws SQLException;

  /**
   * The keys of the rows that reference the given keys of the parent by a foreign key, for cascades
   * the log does not carry.
   *
   * @param child view of the referencing table on this side
   * @param columns its referencing columns
   * @param parent view of the referenced table on this side
   * @param referenced its referenced columns; if they are not the parent's key, the parent's rows
   *     are looked up here
   */
  List<RowKey> children(
      Connection connection,
      TableView child,
      List<String> columns,
      TableView parent,
      List<String> referenced,
      Collection<RowKey> parentKeys)
      throws SQLException;

  /**
   * Bulk load into the caller's transaction. The fastest way in (binary COPY, LOAD DATA); a row
   * that clashes fails it.
   */
  BulkWriter append(Connection connection, TableView view) throws SQLException;

  /**
   * Makes the rows of {@code keys} equal to {@code rows} in the caller's transaction: upsert of
   * changed rows by the primary key only, deletes of keys absent from {@code rows} (by bytes);
   * never REPLACE, never IGNORE (rule 11). On a clash with another unique key the owners of the
   * clashing values are taken out first and returned in {@link Equalized#displaced}, to be
   * reconciled in the same transaction.
   */
  Equalized equalize(Connection connection, TableView view, Collection<RowKey> keys, RowBuffer rows)
      throws SQLException, IOException;

  /** Rows on their way in. */
  interface BulkWriter extends RowSink {
    /** Ends the load; returns rows written. */
    long finish() throws SQLException, IOException;

    /** Gives up; the transaction must be rolled back. */
    void abort();

    /** Bytes sent so far. */
    long bytes();
  }

  /** What {@link #equalize} did. */
  record Equalized(long upserted, long deleted, List<RowKey> displaced) {}
}
