package dev.migrationplanner.sync;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * An application that writes each change on both sides, badly: late, twice, the other side first,
 * or on one side alone. Knows nothing of the fence.
 */
final class DualWriter {

  static final int KEYS = 60;

  private DualWriter() {}

  /** In a process of its own, until it is killed: JDBC addresses of source and target, seed. */
  public static void main(String[] arguments) throws SQLException {
    try (Connection source = DriverManager.getConnection(arguments[0]);
        Connection target = DriverManager.getConnection(arguments[1])) {
      write(source, target, new Random(Long.parseLong(arguments[2])), Integer.MAX_VALUE);
    }
  }

  /** So many changes. */
  static void write(Connection source, Connection target, Random choice, int pairs) {
    String late = "";
    for (int i = 0; i < pairs; i++) {
      String statement = statement(choice, i);
      boolean targetFirst = choice.nextInt(10) == 0;
      if (targetFirst) {
        attempt(target, statement);
      }
      boolean done = attempt(source, statement);
      switch (choice.nextInt(8)) {
        case 0 -> {} // aborted between its two writes
        case 1 -> late = statement; // comes after writes that follow it
        case 2 -> {
          attempt(target, statement);
          attempt(target, statement); // a retry after a timeout
        }
        default -> {
          if (done && !targetFirst) {
            attempt(target, statement);
          }
        }
      }
      if (!late.isEmpty() && choice.nextInt(5) == 0) {
        attempt(target, late);
        late = "";
      }
    }
  }

  /** A change that both databases understand. */
  private static String statement(Random choice, int number) {
    int id = 1 + choice.nextInt(KEYS);
    int other = 1 + choice.nextInt(KEYS);
    return switch (choice.nextInt(5)) {
      case 0 -> "DELETE FROM seat WHERE id = " + id;
      case 1 -> "INSERT INTO seat VALUES (" + id + ", 'code" + id + "', " + number + ")";
      case 2 -> "UPDATE seat SET code = 'code" + other + "' WHERE id = " + id;
      default -> "UPDATE seat SET holder = " + number + " WHERE id = " + id;
    };
  }

  /** A writer's own statement may fail (a key taken, a deadlock); that is its business. */
  private static boolean attempt(Connection connection, String text) {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(text) > 0;
    } catch (SQLException e) {
      return false;
    }
  }
}
