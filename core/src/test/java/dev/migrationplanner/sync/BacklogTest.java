package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.PendingTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guarantees 1 and 3 while more keys wait than one hop takes, and beside writers of both sides. */
final class BacklogTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ACCOUNT =
      "CREATE TABLE account (id BIGINT UNSIGNED PRIMARY KEY, owner VARCHAR(40) NOT NULL UNIQUE,"
          + " balance DECIMAL(12,2) NOT NULL)";
  private static final String ROWS =
      "INSERT IGNORE INTO account SELECT seq, CONCAT('owner', seq), seq FROM seq_1_to_400";
  private static final String ALL = "SELECT id, owner, balance FROM account ORDER BY id";

  /** At most 100 keys a hop; more than 100 at hand are stored. */
  private static final SyncOptions TINY =
      new SyncOptions(100, 50, Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(30), 400);

  @Test
  void keys_stored_and_keys_at_hand_of_the_same_rows_never_contradict_each_other()
      throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ROWS);
        Sync sync = pair.sync(TINY)) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      String lastOnes = "id IN (" + idsTakenFromTheTableLast() + ")";
      for (int round = 0; round < 8; round++) {
        sync.mode(Sync.Mode.COLLECT);
        pair.onSource(ROWS, "UPDATE account SET balance = balance + 1");
        Thread.sleep(300);
        sync.mode(Sync.Mode.HOP);
        pair.onSource("DELETE FROM account WHERE " + lastOnes);
        Thread.sleep(400);
        assertThat(sync.status().state())
            .as(sync.status().message())
            .isIn(SyncStatus.State.IN_SYNC, SyncStatus.State.CATCHING_UP);
      }
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
    }
  }

  @Test
  void a_unique_value_that_another_writer_has_not_committed_yet_does_not_stop_sync()
      throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ROWS);
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).isTrue();
      try (Connection rogue =
          SharedServers.postgres().dataSource(pair.targetDatabase).getConnection()) {
        rogue.setAutoCommit(false);
        try (Statement statement = rogue.createStatement()) {
          statement.execute("INSERT INTO account VALUES (7001, 'wanted', 1)");
        }
        pair.onSource("INSERT INTO account VALUES (7002, 'wanted', 2)");
        Thread.sleep(1_500);
        rogue.commit();
      }
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
    }
  }

  private static String idsTakenFromTheTableLast() {
    return IntStream.rangeClosed(1, 400)
        .boxed()
        .sorted(
            Comparator.comparing((Integer id) -> PendingTable.hash(RowKey.of(id.toString())))
                .reversed())
        .limit(20)
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
