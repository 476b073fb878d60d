package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 3: dual writes may come late, twice, in any order or not at all; once writes pause and
 * one hop has run, the sides are equal. Writers here know nothing of the fence. {@code -Dpairs=N}
 * for more of them.
 */
final class DualWriteTest {

  private static final int PAIRS = Integer.getInteger("pairs", 4_000);
  private static final int WRITERS = 4;
  private static final int KEYS = 60;
  private static final String TABLE =
      "CREATE TABLE seat (id BIGINT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE, holder BIGINT"
          + " NOT NULL)";
  private static final String ROWS =
      "INSERT INTO seat SELECT seq, CONCAT('code', seq), 0 FROM seq_1_to_" + KEYS;
  private static final String ALL = "SELECT id, code, holder FROM seat ORDER BY id";

  @Test
  void guarantee_3_conflicting_pairs_of_writes_in_any_order_end_equal() throws Exception {
    try (Pair pair = new Pair(TABLE, ROWS);
        Sync sync = pair.sync(SyncOptions.BESIDE_DUAL_WRITES)) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);

      ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int seed = i;
        running.add(writers.submit(() -> write(pair, new Random(seed), PAIRS / WRITERS)));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      writers.shutdown();

      assertThat(sync.awaitEqual(Duration.ofSeconds(60))).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
    }
  }

  private static Void write(Pair pair, Random choice, int pairs) throws SQLException {
    try (Connection source =
            SharedServers.mariaDb().dataSource(pair.sourceDatabase).getConnection();
        Connection target =
            SharedServers.postgres().dataSource(pair.targetDatabase).getConnection()) {
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
      return null;
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
