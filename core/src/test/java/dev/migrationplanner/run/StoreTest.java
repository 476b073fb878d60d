package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control store. */
final class StoreTest {

  @TempDir Path directory;

  @Test
  void guarantee_8_a_state_is_read_back_as_it_was_appended_with_its_evidence_on_record()
      throws Exception {
    MigrationState state =
        MigrationState.start("2026-01-01T00:00:00Z")
            .entering(Phase.FLIP_READS, Stage.LIVE, "2026-01-02T00:00:00Z")
            .ramped(1, 1_000)
            .decided("rehearsal", new MigrationState.Decision("waive", "ann", "a test", "now"))
            .proved(Map.of("shadow-reads", "0 of 30000"));
    try (Store store = Store.open(directory, "m")) {
      store.append("t1", "ann", "start", "", MigrationState.start("t0"), "");
      store.append("t2", "bob", "enter", "why", state, Map.of("reads", 30_000));
    }
    try (Store store = Store.open(directory, "m")) {
      assertThat(store.state()).contains(state);
      assertThat(store.history(10)).extracting(Status.Entry::who).containsExactly("bob", "ann");
    }
  }

  @Test
  void a_second_tool_on_the_same_migration_is_refused() throws Exception {
    try (Store first = Store.open(directory, "m")) {
      assertThatThrownBy(() -> Store.open(directory, "m"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another tool works on migration m");
      first.append("t", "a", "b", "c", MigrationState.start("t0"), "");
    }
    try (Store again = Store.open(directory, "m")) {
      assertThat(again.state()).isPresent();
    }
  }

  @Test
  void a_changed_or_missing_transition_is_found_at_the_next_start() throws Exception {
    for (String damage :
        new String[] {
          "UPDATE transition SET why = 'because' WHERE number = 2",
          "UPDATE transition SET evidence = '1' WHERE number = 3",
          "DELETE FROM transition WHERE number = 2",
          "DELETE FROM transition WHERE number = 1"
        }) {
      Path folder = directory.resolve(String.valueOf(damage.hashCode()));
      try (Store store = Store.open(folder, "m")) {
        for (int i = 0; i < 4; i++) {
          store.append("t" + i, "ann", "step", "why", MigrationState.start("t0"), "");
        }
      }
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("m.sqlite"));
          Statement statement = connection.createStatement()) {
        statement.execute(damage);
      }
      assertThatThrownBy(() -> Store.open(folder, "m"))
          .as(damage)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("damaged at transition");
    }
  }

  @Test
  void every_state_serialises_whatever_side_rules() throws Exception {
    MigrationState flipped =
        MigrationState.start("t0").entering(Phase.FLIP_WRITES, Stage.RAMP_DOWN, "t1");
    flipped = flipped.told(flipped.told().ruled(2, Side.TARGET, Stage.RAMP_DOWN));
    try (Store store = Store.open(directory, "m")) {
      store.append("t", "a", "b", "c", flipped, "");
      assertThat(store.state().orElseThrow().told().authority()).isEqualTo(Side.TARGET);
    }
  }
}
