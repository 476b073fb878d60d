package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Digests;
import dev.migrationplanner.database.KeyRange;
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

/** Digests computed by PostgreSQL. */
final class PostgreSqlDigests implements Digests {

  private static final int KEYS_PER_QUERY_MAX = 500;
  private static final int ROWS_PER_FETCH = 2_000;

  private final String schema;

  PostgreSqlDigests(String schema) {
    this.schema = schema;
  }

  @Override
  public ChunkDigest digest(Connection connection, TableView view, KeyRange range)
      throws SQLException {
    var where = PostgreSqlDigestsPredicate.range(view, range);
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
    var where = PostgreSqlDigestsPredicate.range(view, range);
    String sql =
        "SELECT %s AS b, count(*), %s FROM %s WHERE %s GROUP BY 1"
            .formatted(
                PostgreSqlDigestsColumns.bucket(view, buckets), sum(view), name(view), where.sql());
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
    var where = PostgreSqlDigestsPredicate.range(view, range);
    String in = wanted.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    String only = " AND " + PostgreSqlDigestsColumns.bucket(view, buckets) + " IN (" + in + ")";
    return hashes(connection, view, where, buckets == 1 ? "" : only);
  }

  @Override
  public Map<RowKey, String> rowHashes(
      Connection connection, TableView view, Collection<RowKey> keys) throws SQLException {
    var found = new HashMap<RowKey, String>();
    var all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += KEYS_PER_QUERY_MAX) {
      var some = all.subList(from, Math.min(all.size(), from + KEYS_PER_QUERY_MAX));
      found.putAll(hashes(connection, view, PostgreSqlDigestsPredicate.keys(view, some), ""));
    }
    found.keySet().retainAll(new HashSet<>(keys));
    return found;
  }

  @Override
  public List<String> columnHashes(Connection connection, TableView view, RowKey key)
      throws SQLException {
    var where = PostgreSqlDigestsPredicate.keys(view, List.of(key));
    String columns =
        view.columns().stream()
            .map(PostgreSqlDigestsColumns::columnHash)
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
    var where = PostgreSqlDigestsPredicate.range(view, new KeyRange(after, null));
    Optional<RowKey> full = boundary(connection, view, where, "", rows - 1);
    return full.isPresent() ? full : boundary(connection, view, where, " DESC", 0);
  }

  @Override
  public long count(Connection connection, TableView view, KeyRange range) throws SQLException {
    var where = PostgreSqlDigestsPredicate.range(view, range);
    String sql = "SELECT count(*) FROM %s WHERE %s".formatted(name(view), where.sql());
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private Optional<RowKey> boundary(
      Connection connection,
      TableView view,
      PostgreSqlDigestsPredicate where,
      String direction,
      long skipped)
      throws SQLException {
    String order =
        view.keyNames().stream()
            .map(k -> PostgreSqlDdlStatements.quote(k) + direction)
            .collect(Collectors.joining(", "));
    String names =
        view.keyNames().stream()
            .map(PostgreSqlDdlStatements::quote)
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT %s FROM (SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT 1 OFFSET %d) k"
            .formatted(keyTexts(view), names, name(view), where.sql(), order, skipped);
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(key(row, view)) : Optional.empty();
    }
  }

  private Map<RowKey, String> hashes(
      Connection connection, TableView view, PostgreSqlDigestsPredicate where, String only)
      throws SQLException {
    String sql =
        "SELECT %s, left(%s, 16) FROM %s WHERE %s%s"
            .formatted(
                keyTexts(view),
                PostgreSqlDigestsColumns.rowHash(view),
                name(view),
                where.sql(),
                only);
    var hashes = new HashMap<RowKey, String>();
    try (PreparedStatement query = prepare(connection, sql, where);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        hashes.put(key(row, view), row.getString(view.key().size() + 1));
      }
    }
    return hashes;
  }

  private static List<String> columnHashes(ResultSet row, TableView view) throws SQLException {
    var hashes = new ArrayList<String>();
    int position = view.key().size();
    for (ColumnView column : view.columns()) {
      String hash = row.getString(++position);
      if (hash == null) {
        throw new SQLException(
            "the server gave no hash for " + column.name() + " of table " + view.name());
      }
      hashes.add(hash);
    }
    return hashes;
  }

  private static RowKey key(ResultSet row, TableView view) throws SQLException {
    var texts = new ArrayList<String>();
    for (int i = 1; i <= view.key().size(); i++) {
      texts.add(row.getString(i));
    }
    return new RowKey(texts);
  }

  /** Each row is hashed once, and the planner may use parallel workers. */
  private static String sum(TableView view) {
    return "sum(('x' || left(%s, 16))::bit(64)::bigint)"
        .formatted(PostgreSqlDigestsColumns.rowHash(view));
  }

  private static BigInteger integer(@Nullable BigDecimal sum) {
    return sum == null ? BigInteger.ZERO : sum.toBigIntegerExact();
  }

  private static String keyTexts(TableView view) {
    return view.keyColumns().stream()
        .map(PostgreSqlDigestsColumns::keyText)
        .collect(Collectors.joining(", "));
  }

  private String name(TableView view) {
    return PostgreSqlDdlStatements.quote(schema) + "." + PostgreSqlDdlStatements.quote(view.name());
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, PostgreSqlDigestsPredicate where) throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setFetchSize(ROWS_PER_FETCH);
    where.bind(query);
    return query;
  }
}
