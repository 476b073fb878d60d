package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Effect;
import dev.migrationplanner.ledger.Ledger;
import dev.migrationplanner.ledger.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills an empty shop: the same seed and scale make the same rows. */
final class Loader implements AutoCloseable {

  private static final int ROWS_PER_STATEMENT = 250;
  private static final int ROWS_PER_COMMIT = 5_000;

  private final Connection connection;
  private final Ledger ledger;
  private final Memory memory;
  private final RandomGenerator random;
  private final LongConsumer progress;
  private final List<Row> waiting = new ArrayList<>();
  private long rows;

  Loader(Connection connection, Ledger ledger, Memory memory, long seed, LongConsumer progress)
      throws SQLException {
    this.connection = connection;
    this.ledger = ledger;
    this.memory = memory;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
    connection.setAutoCommit(false);
  }

  /** Loads about 224,000 rows times the scale. */
  void load(double scale) throws SQLException {
    int customers = atLeastTen(30_000 * scale);
    customers(customers);
    products(atLeastTen(6_000 * scale));
    orders(atLeastTen(40_000 * scale));
    sessions(atLeastTen(20_000 * scale));
    audit(atLeastTen(12_000 * scale));
    flush();
    connection.commit();
    progress.accept(rows);
  }

  private void customers(int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      add(NewRows.customer(random, memory.newCustomer(), Words.pastMicros(random)));
    }
    memory.customersUpTo(count);
  }

  private void products(int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      add(NewRows.product(random, memory.newProduct()));
    }
    for (int product = 1; product <= count; product++) {
      add(NewRows.stock(random, product));
    }
  }

  /** Orders first, then what refers to them, so that rows of one table go together. */
  private void orders(int count) throws SQLException {
    List<Row> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = memory.newOrder();
      List<Row> lines = lines(id);
      Row order =
          NewRows.order(
              random,
              id,
              memory.anyCustomer(random),
              Words.money(random, 3_000),
              Words.pastMicros(random));
      add(order);
      children.addAll(lines);
      children.addAll(payment(id, order, lines.size()));
    }
    Map<String, List<Row>> byTable =
        children.stream().collect(Collectors.groupingBy(row -> row.table().name()));
    for (List<Row> table : byTable.values()) {
      for (Row row : table) {
        add(row);
      }
    }
  }

  private List<Row> lines(long order) {
    List<Row> lines = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int number = 1; number <= count; number++) {
      lines.add(
          NewRows.line(random, order, number, memory.anyProduct(random), Words.money(random, 500)));
    }
    return lines;
  }

  private List<Row> payment(long order, Row orderRow, int lines) {
    List<Integer> numbers = IntStream.rangeClosed(1, lines).boxed().toList();
    if (random.nextInt(4) == 0) {
      memory.addOrder(order, new Memory.Parts(numbers, null));
      return List.of();
    }
    String id = memory.newPayment();
    memory.addOrder(order, new Memory.Parts(numbers, id));
    return List.of(
        NewRows.payment(random, id, order, orderRow.notNull("total"), Words.pastMillis(random)));
  }

  private void sessions(int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      String token = Words.token(random);
      memory.addSession(token);
      add(NewRows.session(random, token, memory.anyCustomer(random), Words.pastMicros(random)));
    }
  }

  /** Writes of earlier days: each is an operation of the ledger as well. */
  private void audit(int count) throws SQLException {
    for (int id = 1; id <= count; id++) {
      long operation = ledger.begin("LOADED");
      Row row = NewRows.audit(operation, Kind.INSERT, "orders", "" + id).with("id", id);
      insertLater(row);
      ledger.acknowledged(operation, List.<Effect>of(), row);
    }
  }

  private void add(Row row) throws SQLException {
    insertLater(row);
    ledger.loaded(row);
  }

  private void insertLater(Row row) throws SQLException {
    boolean full = waiting.size() == ROWS_PER_STATEMENT;
    if (full || (!waiting.isEmpty() && !waiting.get(0).table().name().equals(row.table().name()))) {
      flush();
    }
    waiting.add(row);
    if (++rows % ROWS_PER_COMMIT == 0) {
      connection.commit();
      progress.accept(rows);
    }
  }

  private void flush() throws SQLException {
    if (waiting.isEmpty()) {
      return;
    }
    Dialect dialect = Dialect.of(connection);
    String sql = Dialect.insert(waiting.get(0).table(), waiting.size());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (Row row : waiting) {
        for (int index = 0; index < row.values().size(); index++) {
          dialect.bind(
              statement, parameter++, row.table().columns().get(index), row.values().get(index));
        }
      }
      statement.executeUpdate();
    }
    waiting.clear();
  }

  private static int atLeastTen(double count) {
    return Math.max(10, (int) count);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
