package dev.migrationplanner.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.shop.Counts;
import dev.migrationplanner.shop.Gateway;
import dev.migrationplanner.shop.Traffic;
import dev.migrationplanner.shop.TrafficOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 1: "No write acknowledged by the authority is lost, none is duplicated, none comes back
 * from the dead, through any phase, any rollback, and any kill -9 of tool, source or target." Here
 * the tool is killed, and the application never stops. {@code -Dkills=10} for ten kills, {@code
 * -Dseed=...} for the moments of an earlier run.
 */
@EnabledIfSystemProperty(
    named = "kills",
    matches = "[1-9][0-9]*",
    disabledReason = "it takes minutes: ./mvnw verify -Dkills=10 runs it")
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final long SEED = Long.getLong("seed", System.nanoTime() % 1_000_000);
  private static final double RESUME_SECONDS_MAX = 10;
  private static final Duration REST_MAX = Duration.ofSeconds(20);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final long WRITES_MIN = 2_000;
  private static final TrafficOptions TRAFFIC = new TrafficOptions(100, 300, 6, 3, SEED);

  @TempDir private Path folder;

  @Test
  @Timeout(5_400)
  void aToolKilledAtRandomMomentsLosesNothingAndStopsNoWrite() throws Exception {
    List<Moment> moments = Moment.draw(KILLS, new SplittableRandom(SEED));
    System.out.println("seed " + SEED + ": kill -9 at " + moments);
    try (Ground ground = new Ground(folder);
        Tool tool = new Tool(folder)) {
      ground.plan();
      tool.run("start");
      new Watch(tool).resumed();
      travel(ground, tool, moments);
    }
  }

  private void travel(Ground ground, Tool tool, List<Moment> moments) throws Exception {
    Options options = new Options(Ground.MIGRATION, tool.uri(), folder.resolve("application"));
    try (Migration migration = Migration.open(options, ground.source(), ground.target());
        Traffic traffic = ground.shop().traffic(Gateway.through(migration), TRAFFIC)) {
      long start = System.nanoTime();
      traffic.start();
      List<Kill> kills = new Journey(tool, traffic, moments).travel();
      traffic.pause(REST_MAX);
      new Watch(tool).drained(DRAIN_MAX);
      Judgement judgement = ground.judge();
      tell(kills, (System.nanoTime() - start) / 1e9, traffic.counts(), judgement);
      check(kills, traffic.counts(), judgement);
    }
  }

  private static void check(List<Kill> kills, Counts counts, Judgement judgement) {
    assertThat(judgement.samples()).isEmpty();
    assertThat(judgement.clean()).as("%s", judgement).isTrue();
    assertThat(judgement.acknowledgedWrites()).isGreaterThan(WRITES_MIN);
    assertThat(counts.unknown())
        .as("writes of unknown outcome, though no server was killed")
        .isZero();
    assertThat(kills).hasSize(KILLS);
    assertThat(kills)
        .as("the tool goes on, and meanwhile the application does")
        .allMatch(kill -> kill.seconds() < RESUME_SECONDS_MAX && kill.writes() > 0);
  }

  private static void tell(List<Kill> kills, double seconds, Counts counts, Judgement judgement) {
    System.out.printf(
        Locale.ROOT,
        "seed %d: %d kills in %.0f s, resumed in at most %.1f s, a write waited at most %d ms;"
            + " %d acknowledged writes (%d failed, %d unknown): %d lost, %d duplicated,"
            + " %d resurrected, %d phantoms, %d differences in %d rows; %s%n",
        SEED,
        kills.size(),
        seconds,
        kills.stream().mapToDouble(Kill::seconds).max().orElse(0),
        kills.stream().mapToLong(Kill::waitMillisMax).max().orElse(0),
        judgement.acknowledgedWrites(),
        counts.failed(),
        counts.unknown(),
        judgement.lostWrites(),
        judgement.duplicatedWrites(),
        judgement.resurrectedRows(),
        judgement.phantoms(),
        judgement.differences(),
        judgement.comparedRows(),
        kills);
  }
}
