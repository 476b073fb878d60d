package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Requirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Copy, sync, flip and the way back with accounts that have what grants.sql gives, and no more. */
final class LeastPrivilegeTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ALL = "SELECT id, name FROM item ORDER BY id";

  @Test
  void sync_and_both_flips_need_no_more_than_the_grants_that_the_plan_names() throws Exception {
    try (Pair pair =
            Pair.withLeastPrivileges(
                "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE)",
                "INSERT INTO item SELECT seq, CONCAT('item', seq) FROM seq_1_to_50");
        Sync sync = pair.sync()) {
      assertNothingLacks(pair.source);
      assertNothingLacks(pair.target);
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      pair.onSource("UPDATE item SET name = 'there' WHERE id = 3", "DELETE FROM item WHERE id = 4");
      assertEqual(pair, sync);
      flip(pair, sync, 1, Stage.RAMP_DOWN);
      pair.onTarget("UPDATE item SET name = 'back' WHERE id = 5", "DELETE FROM item WHERE id = 6");
      assertEqual(pair, sync);
      flip(pair, sync, 2, Stage.LIVE);
      pair.onSource("INSERT INTO item VALUES (900, 'home')");
      assertEqual(pair, sync);
    }
  }

  private static void assertNothingLacks(Database database) throws SQLException {
    assertThat(database.preflight(EnumSet.allOf(Use.class)))
        .filteredOn(requirement -> !requirement.met())
        .extracting(Requirement::id)
        .isEmpty();
  }

  private static void flip(Pair pair, Sync sync, long epoch, Stage stage) throws Exception {
    FlipOutcome outcome = new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(epoch, stage);
    assertThat(outcome.flipped()).as(outcome.message()).isTrue();
  }

  private static void assertEqual(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
  }

  @Test
  void these_accounts_may_not_do_what_sync_does_not_need() throws Exception {
    try (Pair pair = Pair.withLeastPrivileges("CREATE TABLE item (id BIGINT PRIMARY KEY)")) {
      for (String refused :
          new String[] {
            "SET GLOBAL binlog_format = MIXED",
            "CREATE USER somebody",
            "CREATE DATABASE another",
            "PURGE BINARY LOGS BEFORE now()",
            "SET sql_log_bin = 0",
            "SELECT 1 INTO OUTFILE '/tmp/somewhere'",
            "FLUSH TABLES WITH READ LOCK",
            "GRANT SELECT ON *.* TO CURRENT_USER",
            "DELETE FROM mysql.global_priv"
          }) {
        assertRefused(pair.source, refused);
      }
      for (String refused :
          new String[] {
            "CREATE ROLE somebody",
            "CREATE DATABASE another",
            "ALTER SYSTEM SET wal_level = minimal",
            "COPY (SELECT 1) TO '/tmp/somewhere'",
            "SELECT pg_read_file('/etc/passwd')",
            "ALTER ROLE CURRENT_USER SUPERUSER",
            "UPDATE pg_class SET relname = relname"
          }) {
        assertRefused(pair.target, refused);
      }
    }
  }

  private static void assertRefused(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect(Use.WRITE);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .as(sql)
          .isInstanceOf(SQLException.class)
          .satisfies(
              error ->
                  assertThat(((SQLException) error).getSQLState()).as(sql).matches("(42|28).*"));
    }
  }
}
