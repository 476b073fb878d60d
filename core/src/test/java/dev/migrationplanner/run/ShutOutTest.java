package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Strangers;
import dev.migrationplanner.database.Strangers.Seen;
import dev.migrationplanner.database.Strangers.Stranger;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may stay while authority has moved, and what is said of the rest. */
final class ShutOutTest {

  private static final Stranger SHOP = new Stranger("shop@%", true, false, 2);
  private static final Stranger ROOT = new Stranger("root@localhost", true, true, 0);

  @Test
  void guarantee_7_each_account_left_is_named_with_its_sessions_and_the_statements() {
    ShutOut found = of(new Seen(List.of(SHOP, ROOT), 1, false), Map.of(), true);
    assertThat(found.left()).isEqualTo(3);
    assertThat(found.text())
        .contains("shop@% may write, 2 open session(s)", "1 prepared transaction(s)")
        .contains("As a DBA: lock [shop@%]")
        .contains("migration-planner decide account/root@localhost may-stay");
  }

  @Test
  void an_account_of_the_library_stays_by_a_decision_that_names_it() {
    Seen seen = new Seen(List.of(SHOP), 0, false);
    assertThat(of(seen, Map.of("account/shop@%", decision("library-only")), true).left()).isZero();
    assertThat(of(seen, Map.of("account/shop", decision("library-only")), true).left())
        .isEqualTo(1);
    assertThat(of(seen, Map.of("account/shop@%", decision("whatever")), true).left()).isEqualTo(1);
  }

  @Test
  void without_a_library_nothing_fences_an_account_but_the_database() {
    Seen seen = new Seen(List.of(SHOP), 0, false);
    assertThat(of(seen, Map.of("account/shop@%", decision("library-only")), false).left())
        .isEqualTo(1);
    assertThat(of(seen, Map.of("account/shop@%", decision("may-stay")), false).left()).isZero();
  }

  @Test
  void no_decision_lets_a_prepared_transaction_or_the_scheduler_pass() {
    assertThat(of(new Seen(List.of(), 1, true), Map.of(), true).left()).isEqualTo(2);
  }

  private static MigrationState.Decision decision(String choice) {
    return new MigrationState.Decision(choice, "mara", "it is so", "t");
  }

  private static ShutOut of(
      Seen seen, Map<String, MigrationState.Decision> decisions, boolean library) {
    return ShutOut.of(seen, new Locks(), decisions, library);
  }

  /** Statements that show what they were asked for. */
  private static final class Locks implements Strangers {
    @Override
    public String find() {
      return "find";
    }

    @Override
    public Seen look(Connection connection) {
      return new Seen(List.of(), 0, false);
    }

    @Override
    public List<String> shutOut(List<String> accounts) {
      return List.of("lock " + accounts);
    }

    @Override
    public List<String> letIn(List<String> accounts) {
      return List.of("unlock " + accounts);
    }
  }
}
