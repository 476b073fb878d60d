package dev.migrationplanner.shop;

import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.ledger.Engine;
import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Row;
import dev.migrationplanner.ledger.Rows;
import dev.migrationplanner.ledger.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The shop's reads: a customer, a product with its stock, an order with its lines, a session. */
final class Reads {

  /** Whole rows with one value in one column. */
  private record Query(TableShape table, String column, String value) {}

  private final Memory memory;
  private final Gateway gateway;
  private final RandomGenerator random;

  Reads(Memory memory, Gateway gateway, RandomGenerator random) {
    this.memory = memory;
    this.gateway = gateway;
    this.random = random;
  }

  /** One read of any of the kinds; returns its rows. */
  List<Row> any() throws SQLException {
    return switch (random.nextInt(4)) {
      case 0 -> customer(memory.anyCustomer(random));
      case 1 -> product(memory.anyProduct(random));
      case 2 -> order(memory.anyOrder(random));
      default -> session(memory.anySession(random));
    };
  }

  private List<Row> customer(long id) throws SQLException {
    return read(Drafts.customer(id), new Query(ShopTables.CUSTOMERS, "id", "" + id));
  }

  private List<Row> product(long id) throws SQLException {
    return read(
        Drafts.product(id),
        new Query(ShopTables.PRODUCTS, "id", "" + id),
        new Query(ShopTables.STOCK, "product_id", "" + id));
  }

  private List<Row> order(long id) throws SQLException {
    return read(
        "order-" + id,
        new Query(ShopTables.ORDERS, "id", "" + id),
        new Query(ShopTables.ORDER_LINES, "order_id", "" + id));
  }

  private List<Row> session(String token) throws SQLException {
    return read("session-" + token, new Query(ShopTables.SESSIONS, "token", token));
  }

  private List<Row> read(String routingKey, Query... queries) throws SQLException {
    return gateway.read(
        routingKey,
        queries[0].table().name(),
        (connection, side) -> rows(connection, queries),
        comparison());
  }

  private static List<Row> rows(Connection connection, Query... queries) throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (Query query : queries) {
      rows(connection, query, rows);
    }
    return rows;
  }

  /** Every row of a table for which a condition without parameters holds. */
  static List<Row> rows(Connection connection, TableShape table, String condition)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    String sql = Engine.of(connection).select(table) + " WHERE " + condition;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(Rows.current(table, result));
      }
    }
    return rows;
  }

  private static void rows(Connection connection, Query query, List<Row> into) throws SQLException {
    TableShape table = query.table();
    String sql = Engine.of(connection).select(table) + " WHERE " + query.column() + " = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = table.indexOf(query.column());
      Dialect.of(connection).bind(statement, 1, table.columns().get(index), query.value());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          into.add(Rows.current(table, result));
        }
      }
    }
  }

  /** Row by row, in whatever order either side returned them. */
  private static Comparison<List<Row>> comparison() {
    return (fromSource, fromTarget) -> {
      Map<Key, Row> left = byKey(fromSource);
      Map<Key, Row> right = byKey(fromTarget);
      Map<Key, Row> all = new LinkedHashMap<>(left);
      all.putAll(right);
      List<RowKey> different = new ArrayList<>();
      for (Key key : all.keySet()) {
        if (!Objects.equals(left.get(key), right.get(key))) {
          different.add(Operation.rowKey(key));
        }
      }
      return different;
    };
  }

  private static Map<Key, Row> byKey(List<Row> rows) {
    Map<Key, Row> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.put(row.key(), row));
    return byKey;
  }
}
