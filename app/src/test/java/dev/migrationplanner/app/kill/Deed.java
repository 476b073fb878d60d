package dev.migrationplanner.app.kill;

import dev.migrationplanner.app.history.History;
import dev.migrationplanner.app.history.Operation.Answer;
import dev.migrationplanner.app.history.Operation.Kind;
import dev.migrationplanner.app.history.Prefixes;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One operation as the library runs it: first on the authority, which answers; later, perhaps, on
 * the other side, where the generated id is given.
 */
final class Deed implements Work<Answer> {
  private final History.Call call;
  private final Kind kind;
  private final int first;
  private final int second;
  private final long victim;
  private volatile long id;
  private volatile boolean ran;

  private Deed(History.Call call, Kind kind, int first, int second, long victim) {
    this.call = call;
    this.kind = kind;
    this.first = first;
    this.second = second;
    this.victim = victim;
  }

  /**
   * Draws one.
   *
   * @param victim a row that may be removed; 0 if there is none
   */
  static Deed draw(History history, SplittableRandom random, long victim) {
    int luck = random.nextInt(10);
    if (luck == 0 && victim != 0) {
      return new Deed(history.begin(Kind.REMOVE, "" + victim), Kind.REMOVE, 0, 0, victim);
    }
    if (luck < 3) {
      int list = random.nextInt(Till.LISTS);
      return new Deed(history.begin(Kind.APPEND, "" + list), Kind.APPEND, list, 0, 0);
    }
    if (luck < 5) {
      int giver = random.nextInt(Till.ACCOUNTS);
      int taker = (giver + 1 + random.nextInt(Till.ACCOUNTS - 1)) % Till.ACCOUNTS;
      return new Deed(history.begin(Kind.TRANSFER, ""), Kind.TRANSFER, giver, taker, 0);
    }
    if (luck < 7) {
      int counter = random.nextInt(Till.COUNTERS);
      return new Deed(history.begin(Kind.INCREMENT, "" + counter), Kind.INCREMENT, counter, 0, 0);
    }
    return new Deed(history.begin(Kind.ADD, ""), Kind.ADD, 0, 0, 0);
  }

  History.Call call() {
    return call;
  }

  boolean removes() {
    return kind == Kind.REMOVE;
  }

  boolean adds() {
    return kind == Kind.ADD;
  }

  /** Operations on one row share a queue of the library. */
  String routingKey() {
    return kind + "-" + (kind == Kind.ADD || kind == Kind.REMOVE ? call.number() : first);
  }

  List<RowKey> rows() {
    return switch (kind) {
      case ADD, REMOVE -> List.of();
      case APPEND -> List.of(RowKey.of("lists", "id", first));
      case INCREMENT -> List.of(RowKey.of("counters", "id", first));
      case TRANSFER ->
          List.of(
              RowKey.of("accounts", "id", first),
              RowKey.of("accounts", "id", second),
              RowKey.of("transfers", "operation", call.number()));
    };
  }

  @Override
  public Answer run(Connection connection, Side side) throws SQLException {
    boolean authority = !ran;
    ran = true;
    return switch (kind) {
      case ADD -> add(connection, side, authority);
      case REMOVE -> {
        update(connection, "DELETE FROM entries WHERE operation = ?", victim);
        yield new Answer(epoch(connection), 0, 0);
      }
      case APPEND -> {
        update(
            connection,
            "UPDATE lists SET elements = CONCAT(elements, '" + call.number() + ",') WHERE id = ?",
            first);
        List<Long> seen =
            Till.elements(text(connection, "SELECT elements FROM lists WHERE id = " + first));
        yield new Answer(epoch(connection), seen.size(), Prefixes.hash(seen));
      }
      case INCREMENT -> {
        update(connection, "UPDATE counters SET total = total + 1 WHERE id = ?", first);
        String total = text(connection, "SELECT total FROM counters WHERE id = " + first);
        yield new Answer(epoch(connection), Long.parseLong(total), 0);
      }
      case TRANSFER -> transfer(connection);
    };
  }

  private Answer add(Connection connection, Side side, boolean authority) throws SQLException {
    if (!authority) {
      String insert =
          side == Side.TARGET
              ? "INSERT INTO entries (id, operation) VALUES (?, ?) ON CONFLICT DO NOTHING"
              : "INSERT IGNORE INTO entries (id, operation) VALUES (?, ?)";
      update(connection, insert, id, call.number());
      return Answer.NONE;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO entries (operation) VALUES (?)", new String[] {"id"})) {
      insert.setLong(1, call.number());
      insert.executeUpdate();
      try (ResultSet generated = insert.getGeneratedKeys()) {
        generated.next();
        id = generated.getLong(1);
      }
    }
    return new Answer(epoch(connection), id, 0);
  }

  private Answer transfer(Connection connection) throws SQLException {
    long amount = 1 + call.number() % 50;
    int low = Math.min(first, second);
    String sql = "UPDATE accounts SET balance = balance + ? WHERE id = ?";
    update(connection, sql, low == first ? -amount : amount, low);
    update(connection, sql, low == first ? amount : -amount, Math.max(first, second));
    update(
        connection,
        "INSERT INTO transfers VALUES (?, ?, ?, ?)",
        call.number(),
        first,
        second,
        amount);
    String sum = text(connection, "SELECT SUM(balance) FROM accounts");
    return new Answer(epoch(connection), Long.parseLong(sum), 0);
  }

  private static long epoch(Connection connection) throws SQLException {
    return Long.parseLong(text(connection, "SELECT epoch FROM migration_planner.epoch LIMIT 1"));
  }

  private static void update(Connection connection, String sql, long... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
