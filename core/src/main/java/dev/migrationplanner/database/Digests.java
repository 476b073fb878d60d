package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Digests computed inside the database from SQL expressions that give one canonical text per
 * logical type, the same on every engine:
 *
 * <table>
 *   <caption>What is hashed of a value</caption>
 *   <tr><th>logical type</th><th>text</th></tr>
 *   <tr><td>integer, year, boolean (0/1), bit</td><td>decimal digits, no leading zeros</td></tr>
 *   <tr><td>decimal</td><td>digits with the type's scale; unbounded: no trailing zeros</td></tr>
 *   <tr><td>float, double</td><td>the 64 bits (of a 32-bit value: widened), the lowest byte first, as
 *       16 hexadecimal digits, so one bit or the sign of zero shows</td></tr>
 *   <tr><td>date</td><td>{@code 2026-01-31}</td></tr>
 *   <tr><td>datetime, instant (UTC)</td><td>{@code 2026-01-31 23:59:59.12}: no trailing zeros in
 *       the fraction, no point without one</td></tr>
 *   <tr><td>time</td><td>microseconds, in decimal digits</td></tr>
 *   <tr><td>text, enum, set, uuid, inet, json (as its engine spells it; where a
 *       side does not keep the spelling, as jsonb spells it, and without needless zeros in its numbers)</td><td>the UTF-8 text;
 *       CHAR(n) without trailing blanks; a set's labels comma-separated; json, and text without a
 *       bound of at most 4,000: its MD5 if it has more than 4,000 bytes</td></tr>
 *   <tr><td>json of which only the tree counts</td><td>as MariaDB's JSON_NORMALIZE writes it</td></tr>
 *   <tr><td>bytes, geometry (SRID and WKB)</td><td>MD5 of the bytes</td></tr>
 * </table>
 *
 * A row's hash is the first 64 bits of the MD5 of one text: first, joined by commas, all values
 * that are not text, in the view's order (NULL is empty, which none of them can be), then the
 * lengths of all texts in bytes plus 1 (0 for NULL, at most 2^20-1), three in a number, each times
 * 2^20 more than the one before; then, joined by nothing, the texts themselves (NULL is empty). The
 * numbers say where each text ends and whether it is one or its hash, so no two rows run together.
 * Keys and buckets use {@link CanonicalText}. A hash that a server limit turned into NULL is never
 * equal to another engine's, and an error once its column is looked at.
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

  /**
   * The key {@code rows} rows after {@code after} (null = from the start), in key order of this
   * side, or the last one if there are fewer; empty if none is left. Read from the key's index.
   */
  Optional<RowKey> boundary(
      Connection connection, TableView view, @Nullable RowKey after, long rows) throws SQLException;

  /** How many rows a range has. */
  long count(Connection connection, TableView view, KeyRange range) throws SQLException;
}
