package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller learns of a write that did not simply succeed. */
class OutcomeTest {
  private static final State DUAL = new State(1, Side.SOURCE, Stage.DUAL_WRITE, 0, 10_000, 1, 0, 0);

  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig(directory, DUAL);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static List<RowKey> key(String id) {
    return List.of(RowKey.of("entry", "id", id));
  }

  private static void put(Migration migration, String id, String value) throws SQLException {
    migration.write(id, key(id), Rig.put(id, value));
  }

  @Test
  void work_that_throws_is_rolled_back_and_not_followed() throws Exception {
    try (Migration migration = rig.open()) {
      assertThatThrownBy(
              () ->
                  migration.write(
                      "a",
                      key("a"),
                      (connection, side) -> {
                        Rig.put("a", "1").run(connection, side);
                        throw new IllegalStateException("out of stock");
                      }))
          .hasMessage("out of stock");
      Thread.sleep(200);
      assertThat(rig.entries(Side.SOURCE)).isEmpty();
      assertThat(rig.entries(Side.TARGET)).isEmpty();
    }
  }

  @Test
  void deadlocks_are_tried_again_only_where_the_option_says_so() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Work<Integer> deadlockedOnce =
        (connection, side) -> {
          if (side == Side.SOURCE && runs.incrementAndGet() == 1) {
            throw new SQLException("Deadlock found", "40001", 1213);
          }
          return Rig.put("a", "1").run(connection, side);
        };
    try (Migration migration = rig.open()) {
      assertThatThrownBy(() -> migration.write("a", key("a"), deadlockedOnce))
          .hasMessageContaining("Deadlock");
    }
    runs.set(0);
    Limits.Writes again = new Limits.Writes(3, true, Duration.ofSeconds(5));
    try (Migration migration = rig.open(Rig.limits().with(again))) {
      migration.write("a", key("a"), deadlockedOnce);
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void a_commit_whose_answer_is_lost_is_unknown_and_a_refused_one_is_failed() throws Exception {
    SQLException lost = new SQLNonTransientConnectionException("Connection reset", "08006");
    try (Migration migration =
        rig.open(Rig.limits(), committingThen(rig.source, lost), rig.target)) {
      assertThatThrownBy(() -> put(migration, "a", "1"))
          .isInstanceOf(UnknownOutcomeException.class)
          .hasCause(lost);
    }
    assertThat(rig.entries(Side.SOURCE))
        .as("it did commit, and nobody may be told otherwise")
        .containsKey("a");
    SQLException duplicate = new SQLException("Duplicate entry", "23000", 1062);
    try (Migration migration =
        rig.open(Rig.limits(), committingThen(rig.source, duplicate), rig.target)) {
      assertThatThrownBy(() -> put(migration, "b", "1")).isSameAs(duplicate);
    }
  }

  /**
   * Real connections whose commit is carried out and then answered with an error, as a cut line
   * does.
   */
  private static DataSource committingThen(DataSource real, SQLException error) {
    return (DataSource)
        Proxy.newProxyInstance(
            OutcomeTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = call(real, method, arguments);
              return method.getName().equals("getConnection")
                  ? cut((Connection) result, error)
                  : result;
            });
  }

  private static Connection cut(Connection real, SQLException error) {
    return (Connection)
        Proxy.newProxyInstance(
            OutcomeTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = call(real, method, arguments);
              if (method.getName().equals("commit")) {
                throw error;
              }
              return result;
            });
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
