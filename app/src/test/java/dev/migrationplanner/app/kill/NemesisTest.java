package dev.migrationplanner.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.app.history.Checker;
import dev.migrationplanner.app.history.Operation;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 1 and 7, from the clients' side alone: ledger, lists, bank, counters and ids work
 * through the library while networks fail and tool, source and target are killed, all the way
 * through the flip and back; then a checker holds both databases to what the clients saw. {@code
 * -Doperations=30000} for a long one, {@code -DserverKills=10} to go on until each server was
 * killed so often on each way, {@code -Dseed=...} for the faults of an earlier run.
 */
@EnabledIfSystemProperty(
    named = "operations",
    matches = "[1-9][0-9]*",
    disabledReason = "it takes minutes: ./mvnw verify -Doperations=30000 runs it")
class NemesisTest {
  private static final int OPERATIONS = Integer.getInteger("operations", 5_000);
  private static final long SEED = Long.getLong("seed", 20_261_123);
  private static final int CALM_MILLIS_MAX = Integer.getInteger("calmMillis", 3_000);
  private static final int PAUSE_MILLIS = Integer.getInteger("pauseMillis", 10);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(120);
  private static final int KINDS_MIN = 5;

  /** How often each server is killed on each of the two ways, at least. */
  private static final int SERVER_KILLS_MIN = Integer.getInteger("serverKills", 0);

  @TempDir private Path folder;

  private NemesisGround ground;
  private Tool tool;
  private Clients clients;
  private PersistentOperator operator;
  private int decks;

  @Test
  @Timeout(3_000)
  void guarantee_1_what_clients_saw_holds_on_both_sides_after_faults_through_the_flip_and_back()
      throws Exception {
    try (NemesisGround opened = new NemesisGround(folder);
        Tool started = new Tool(folder)) {
      ground = opened;
      tool = started;
      operator = new PersistentOperator(tool, () -> {});
      tool.run("start");
      operator.prepared();
      Options options = new Options(Ground.MIGRATION, tool.uri(), folder.resolve("application"));
      try (Migration migration = Migration.open(options, ground.onSource, ground.onTarget);
          Clients working = new Clients(migration, SEED, PAUSE_MILLIS)) {
        clients = working;
        clients.start();
        under("forward", () -> operator.forward(5), OPERATIONS / 2);
        under("back", () -> operator.back(4), OPERATIONS);
      }
    }
  }

  private interface Way {
    void go() throws Exception;
  }

  /** The way under faults; then all rests, and what clients saw is held to what is there. */
  private void under(String name, Way way, int operations) throws Exception {
    long begun = System.nanoTime();
    Nemesis nemesis = new Nemesis(ground, tool, SEED + decks++, CALM_MILLIS_MAX);
    operator = new PersistentOperator(tool, nemesis::aim);
    try (nemesis) {
      nemesis.start();
      way.go();
      while (clients.history().size() < operations
          || nemesis.fired().size() < KINDS_MIN
          || killed(nemesis, Nemesis.Fault.KILL_SOURCE) < SERVER_KILLS_MIN
          || killed(nemesis, Nemesis.Fault.KILL_TARGET) < SERVER_KILLS_MIN) {
        nemesis.check();
        Thread.sleep(200);
      }
    }
    clients.pause();
    operator.drained(DRAIN_MAX);
    tell(name, nemesis, (System.nanoTime() - begun) / 1e9);
    assertThat(Checker.check(clients.history().operations(), ground.contents(), Till.BALANCE))
        .as("%s, seed %d", name, SEED)
        .isEmpty();
    assertThat(nemesis.fired()).as("kinds of fault").hasSizeGreaterThanOrEqualTo(KINDS_MIN);
    clients.goOn();
  }

  private static int killed(Nemesis nemesis, Nemesis.Fault server) {
    return nemesis.fired().getOrDefault(server, 0);
  }

  private void tell(String name, Nemesis nemesis, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%s, seed %d, %.0f s: %d operations %s; faults %s; %d connections cut after COMMIT; tool"
            + " started again %d times, resumed %d times %s%n",
        name,
        SEED,
        seconds,
        clients.history().size(),
        clients.history().operations().stream()
            .collect(Collectors.groupingBy(Operation::outcome, Collectors.counting())),
        nemesis.fired(),
        ground.wires().stream().mapToLong(Wire::cuts).sum(),
        operator.starts(),
        operator.resumed().size(),
        operator.resumed());
  }
}
