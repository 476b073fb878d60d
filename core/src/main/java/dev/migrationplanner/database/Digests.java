package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Digests computed inside the database from SQL expressions that give one canonical text per
 * logical type (that of {@link CanonicalText} where it is a key's type). A row's hash is over all
 * columns of the view, each with its NULL flag and length. A NULL digest of a value that is not
 * NULL is an error.
 */
public interface Digests {

  /** Of the rows of a range. */
  ChunkDigest digest(Connection connection, TableView view, KeyRange range) throws SQLException;

  /**
   * Of the rows of a range, apart by bucket: the hash of the key modulo {@code buckets}, the same
   * on every engine. Buckets without rows are missing.
   */
  Map<Integer, ChunkDigest> buckets(
      Connection connection, TableView view, KeyRange range, int buckets) throws SQLException;

  /**
   * Key and row hash of each row of a range in the wanted buckets; hashes as 16 hexadecimal digits.
   */
  Map<RowKey, String> rowHashes(
      Connection connection, TableView view, KeyRange range, int buckets, Set<Integer> wanted)
      throws SQLException;

  /** Key and row hash of the rows that have these keys (by bytes). */
  Map<RowKey, String> rowHashes(Connection connection, TableView view, Collection<RowKey> keys)
      throws SQLException;

  /**
   * Hash of each column of the row that has this key, in the view's order ("" = NULL); empty if
   * there is none.
   */
  List<String> columnHashes(Connection connection, TableView view, RowKey key) throws SQLException;

  /** How many rows a range has. */
  long count(Connection connection, TableView view, KeyRange range) throws SQLException;
}
