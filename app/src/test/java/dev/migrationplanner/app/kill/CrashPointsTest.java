package dev.migrationplanner.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.shop.Gateway;
import dev.migrationplanner.shop.Traffic;
import dev.migrationplanner.shop.TrafficOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee 1: "No write acknowledged by the authority is lost, none is duplicated, none comes back
 * from the dead, through any phase, any rollback, and any kill -9 of tool, source or target." Here
 * the tool dies at each of its crash points, with the application at work, and is started again.
 */
class CrashPointsTest {
  private static final String RAMP = "[10000]";
  private static final Duration REST_MAX = Duration.ofSeconds(30);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(90);
  private static final double RESUME_SECONDS_MAX = 10;
  private static final TrafficOptions TRAFFIC = new TrafficOptions(80, 250, 6, 3, 20_261_123);

  /**
   * Without the last, FLIP_REVERSED: a tool that died at the epoch's commit does not come to it.
   */
  private static final Set<CrashPoint> FLIP =
      EnumSet.range(CrashPoint.FLIP_BEGUN, CrashPoint.FLIP_OLD_SIDE_SETTLED);

  private static final Set<CrashPoint> AROUND_THE_EPOCH =
      EnumSet.of(
          CrashPoint.FLIP_CLOSING_MARKED,
          CrashPoint.FLIP_FENCE_RAISED,
          CrashPoint.FLIP_EPOCH_WRITTEN,
          CrashPoint.FLIP_EPOCH_COMMITTED,
          CrashPoint.FLIP_OLD_SIDE_TOLD);

  /** Which legs die: each, all (each in every phase anew), there, back or end. */
  private static final String WAY = System.getProperty("crashPoints", "");

  @TempDir private Path folder;

  private Ground ground;
  private Tool tool;
  private Mortal mortal;
  private MortalJourney journey;
  private Traffic traffic;
  private Set<CrashPoint> armedAnew = Set.of();
  private int phase;

  private interface Way {
    void go() throws Exception;
  }

  @Test
  @Timeout(1_200)
  void
      guarantee_1_a_tool_that_dies_around_the_epoch_of_the_flip_and_of_the_flip_back_loses_nothing()
          throws Exception {
    along(
        Set.of(),
        () -> {
          forward("there", AROUND_THE_EPOCH, 5);
          back("back", AROUND_THE_EPOCH, 4);
        });
    assertThat(points("there")).containsAll(AROUND_THE_EPOCH);
    assertThat(points("back")).containsAll(AROUND_THE_EPOCH);
  }

  @Test
  @Timeout(6_000)
  @EnabledIfSystemProperty(
      named = "crashPoints",
      matches = "each|all|there|back|end",
      disabledReason = "it takes minutes: ./mvnw verify -DcrashPoints=each (or all) runs it")
  void guarantee_1_a_tool_that_dies_at_each_crash_point_there_and_back_loses_nothing()
      throws Exception {
    Set<CrashPoint> all = EnumSet.allOf(CrashPoint.class);
    armedAnew = WAY.equals("all") ? all : Set.of();
    along(
        goes("there") ? all : Set.of(),
        () -> {
          forward("there", goes("there") ? all : Set.of(), 5);
          if (goes("back")) {
            back("back", all, 0);
          }
          armedAnew = Set.of();
          if (goes("end")) {
            forward("again", WAY.equals("end") ? Set.of() : never(), 5);
            end(all);
          }
        });
    assertSwift();
    if (WAY.matches("each|all")) {
      assertThat(never()).as("crash points that it never came to").isEmpty();
      assertThat(points("there")).containsAll(FLIP);
      assertThat(points("back")).containsAll(FLIP);
    }
  }

  private Set<CrashPoint> never() {
    return EnumSet.complementOf(EnumSet.copyOf(points("")));
  }

  private static boolean goes(String leg) {
    return WAY.matches("each|all") || WAY.equals(leg);
  }

  private void along(Set<CrashPoint> first, Way way) throws Exception {
    try (Ground opened = new Ground(folder, RAMP);
        Tool started = new Tool(folder);
        Trouble trouble = new Trouble(opened)) {
      ground = opened;
      tool = started;
      mortal = new Mortal(tool);
      journey = new MortalJourney(tool, mortal, trouble, this::phaseBegins);
      ground.plan();
      mortal.arm("prepare", first);
      mortal.start();
      journey.prepared();
      Options options = new Options(Ground.MIGRATION, tool.uri(), folder.resolve("application"));
      try (Migration migration = Migration.open(options, ground.source(), ground.target());
          Traffic running = ground.shop().traffic(Gateway.through(migration), TRAFFIC)) {
        traffic = running;
        traffic.start();
        way.go();
        tell();
      }
    }
  }

  /** Only where nothing else keeps the machine busy: a new start is mostly the JVM's. */
  private void assertSwift() {
    assertThat(mortal.deaths())
        .filteredOn(Death::resumed)
        .as("it goes on")
        .allMatch(death -> death.seconds() < RESUME_SECONDS_MAX);
  }

  private void forward(String leg, Set<CrashPoint> armed, int to) throws Exception {
    begin(leg, armed);
    journey.forward(to);
    judge(leg, to < 3 ? "source" : "both");
  }

  private void back(String leg, Set<CrashPoint> armed, int to) throws Exception {
    begin(leg, armed);
    journey.back(to);
    judge(leg, to < 3 ? "source" : "both");
  }

  private void end(Set<CrashPoint> armed) throws Exception {
    begin("end", armed);
    journey.end();
    judge("end", "target");
  }

  private void begin(String leg, Set<CrashPoint> armed) throws Exception {
    tool.kill();
    mortal.arm(leg, armed);
    mortal.start();
    if (phase == 0 && !leg.equals("again")) {
      journey.decide("rehearsal", "waive");
      journey.decide("restore", "waive");
    }
  }

  /** In the longest run every point waits in each phase anew. */
  private void phaseBegins(int begun) throws Exception {
    phase = begun;
    if (!armedAnew.isEmpty()) {
      tool.kill();
      mortal.arm(mortal.leg(), armedAnew);
      mortal.start();
    }
  }

  private void judge(String when, String sides) throws Exception {
    traffic.pause(REST_MAX);
    Judgement judgement =
        switch (sides) {
          case "both" -> {
            mortal.drained(DRAIN_MAX);
            yield ground.judge();
          }
          case "source" -> ground.judgeAlone(Side.SOURCE);
          default -> ground.judgeAlone(Side.TARGET);
        };
    System.out.println(when + ", " + sides + ": " + judgement);
    assertThat(judgement.samples()).as(when).isEmpty();
    assertThat(judgement.clean()).as("%s: %s", when, judgement).isTrue();
    traffic.resume();
  }

  private Set<CrashPoint> points(String leg) {
    Set<CrashPoint> points = EnumSet.noneOf(CrashPoint.class);
    mortal.deaths().stream()
        .filter(death -> leg.isEmpty() || death.leg().equals(leg))
        .forEach(death -> points.add(death.point()));
    return points;
  }

  private void tell() {
    List<Death> deaths = mortal.deaths();
    System.out.printf(
        Locale.ROOT,
        "%d deaths at %d of %d crash points, resumed in at most %.1f s; %s; by leg %s; never: %s%n",
        deaths.size(),
        points("").size(),
        CrashPoint.values().length,
        deaths.stream().mapToDouble(Death::seconds).max().orElse(0),
        traffic.counts(),
        deaths.stream().collect(Collectors.groupingBy(Death::leg, Collectors.counting())),
        never());
  }
}
