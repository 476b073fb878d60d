package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Digests;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Digests computed by MySQL and MariaDB. */
final class MySqlDigests implements Digests {

  private static final int KEYS_PER_QUERY_MAX = 500;
  private static final int ROWS_PER_FETCH = 2_000;

  @Override
  public ChunkDigest digest(Connection connection, TableView view, KeyRange range)
      throws SQLException {
    var where = MySqlDigestsPredicate.range(view, range);
    String sql =
        "SELECT count(*), %s FROM %s WHERE %s".formatted(sum(view), name(view), where.sql());
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      row.next();
      return new ChunkDigest(row.getLong(1), integer(row.getBigDecimal(2)));
    }
  }

  @Override
  public Map<Integer, ChunkDigest> buckets(
      Connection connection, TableView view, KeyRange range, int buckets) throws SQLException {
    var where = MySqlDigestsPredicate.range(view, range);
    String sql =
        "SELECT %s AS b, count(*), %s FROM %s WHERE %s GROUP BY 1"
            .formatted(
                MySqlDigestsColumns.bucket(view, buckets), sum(view), name(view), where.sql());
    var digests = new HashMap<Integer, ChunkDigest>();
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        digests.put(row.getInt(1), new ChunkDigest(row.getLong(2), integer(row.getBigDecimal(3))));
      }
    }
    return digests;
  }

  @Override
  public Map<RowKey, String> rowHashes(
      Connection connection, TableView view, KeyRange range, int buckets, Set<Integer> wanted)
      throws SQLException {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    var where = MySqlDigestsPredicate.range(view, range);
    String in = wanted.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    String only = " AND " + MySqlDigestsColumns.bucket(view, buckets) + " IN (" + in + ")";
    return hashes(connection, view, where, buckets == 1 ? "" : only);
  }

  @Override
  public Map<RowKey, String> rowHashes(
      Connection connection, TableView view, Collection<RowKey> keys) throws SQLException {
    var found = new HashMap<RowKey, String>();
    var all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += KEYS_PER_QUERY_MAX) {
      var some = all.subList(from, Math.min(all.size(), from + KEYS_PER_QUERY_MAX));
      found.putAll(hashes(connection, view, MySqlDigestsPredicate.keys(view, some), ""));
    }
    found.keySet().retainAll(new HashSet<>(keys));
    return found;
  }

  @Override
  public List<String> columnHashes(Connection connection, TableView view, RowKey key)
      throws SQLException {
    var where = MySqlDigestsPredicate.keys(view, List.of(key));
    String columns =
        view.columns().stream()
            .map(MySqlDigestsColumns::columnHash)
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT %s, %s FROM %s WHERE %s"
            .formatted(keyTexts(view), columns, name(view), where.sql());
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        if (key(row, view).equals(key)) {
          return columnHashes(row, view);
        }
      }
      return List.of();
    }
  }

  @Override
  public Optional<RowKey> boundary(
      Connection connection, TableView view, @Nullable RowKey after, long rows)
      throws SQLException {
    var where = MySqlDigestsPredicate.range(view, new KeyRange(after, null));
    Optional<RowKey> full = boundary(connection, view, where, "", rows - 1);
    return full.isPresent() ? full : boundary(connection, view, where, " DESC", 0);
  }

  @Override
  public long count(Connection connection, TableView view, KeyRange range) throws SQLException {
    var where = MySqlDigestsPredicate.range(view, range);
    String sql = "SELECT count(*) FROM %s WHERE %s".formatted(name(view), where.sql());
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Optional<RowKey> boundary(
      Connection connection,
      TableView view,
      MySqlDigestsPredicate where,
      String direction,
      long skipped)
      throws SQLException {
    String order =
        view.keyNames().stream()
            .map(k -> Quoting.BACKTICK.quote(k) + direction)
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT 1 OFFSET %d"
            .formatted(keyTexts(view), name(view), where.sql(), order, skipped);
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(key(row, view)) : Optional.empty();
    }
  }

  private static Map<RowKey, String> hashes(
      Connection connection, TableView view, MySqlDigestsPredicate where, String only)
      throws SQLException {
    String sql =
        "SELECT %s, left(%s, 16) FROM %s WHERE %s%s"
            .formatted(
                keyTexts(view), MySqlDigestsColumns.rowHash(view), name(view), where.sql(), only);
    var hashes = new HashMap<RowKey, String>();
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        hashes.put(key(row, view), notNull(row.getString(view.key().size() + 1), view, "row"));
      }
    }
    return hashes;
  }

  private static List<String> columnHashes(ResultSet row, TableView view) throws SQLException {
    var hashes = new ArrayList<String>();
    int position = view.key().size();
    for (ColumnView column : view.columns()) {
      hashes.add(notNull(row.getString(++position), view, column.name()));
    }
    return hashes;
  }

  private static String notNull(@Nullable String hash, TableView view, String what)
      throws SQLException {
    if (hash == null) {
      throw new SQLException(
          "the server gave no hash for %s of table %s: a value exceeds max_allowed_packet; raise it"
              .formatted(what, view.name()));
    }
    return hash;
  }

  private static RowKey key(ResultSet row, TableView view) throws SQLException {
    var texts = new ArrayList<String>();
    for (int i = 1; i <= view.key().size(); i++) {
      texts.add(notNull(row.getString(i), view, "the key"));
    }
    return new RowKey(texts);
  }

  /** A NULL hash would vanish from the sum; it becomes a number that equals nothing. */
  private static String sum(TableView view) {
    return "sum(IFNULL(CAST(conv(left(%s, 16), 16, -10) AS SIGNED), %d))"
        .formatted(MySqlDigestsColumns.rowHash(view), MySqlDigestsColumns.poison());
  }

  private static BigInteger integer(@Nullable BigDecimal sum) {
    return sum == null ? BigInteger.ZERO : sum.toBigIntegerExact();
  }

  private static String keyTexts(TableView view) {
    return view.keyColumns().stream()
        .map(MySqlDigestsColumns::keyText)
        .map(k -> "concat(" + k + ")")
        .collect(Collectors.joining(", "));
  }

  private static String name(TableView view) {
    return Quoting.BACKTICK.quote(view.name());
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, MySqlDigestsPredicate where) throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setFetchSize(ROWS_PER_FETCH);
    where.bind(query);
    return query;
  }
}
