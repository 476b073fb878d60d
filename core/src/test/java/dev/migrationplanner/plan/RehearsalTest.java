package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.run.Rehearsal;
import dev.migrationplanner.run.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final Instant NOW = Instant.parse("2026-02-03T00:00:00Z");
  private static final Duration DAYS = Duration.ofDays(7);

  private final Plan plan = plan(SampleFacts.YAML);

  @Test
  void onCopiesWithTheSamePlanAndEveryWayBackGoneItCountsWithItsTimes() {
    Plan copies = plan(SampleFacts.YAML.replace("host: 127.0.0.1", "host: 127.0.0.9"));
    assertThat(copies.hash()).isNotEqualTo(plan.hash());
    Rehearsal found = Rehearsal.of(plan, copies, history(1, 2, 3, 4, 5), DAYS, NOW);
    assertThat(found.missing()).isEmpty();
    assertThat(found.text())
        .startsWith("on copies until 2026-02-01T00:00:05Z, rolled back out of phase 1 in 0.1 s, ")
        .endsWith("out of phase 5 in 0.5 s");
  }

  @Test
  void whatWasNotGoneBackOutOfOrIsAnotherPlanOrTooOldDoesNotCount() {
    assertThat(Rehearsal.of(plan, plan, history(1, 2, 3, 4), DAYS, NOW).missing())
        .containsExactly("phase 5 was never rolled back out of");
    Plan other = plan(SampleFacts.YAML + "pattern: sync-only\n");
    assertThat(Rehearsal.of(plan, other, history(1, 2, 3, 4, 5), DAYS, NOW).missing())
        .containsExactly("its pattern was sync-only, this is dual-write");
    assertThat(
            Rehearsal.of(plan, plan, history(1, 2, 3, 4, 5), DAYS, NOW.plus(Duration.ofDays(30)))
                .missing())
        .containsExactly("it is of 2026-02-01T00:00:05Z, older than limits.pilotAgeMax");
  }

  private static List<Status.Entry> history(int... phases) {
    var history = new ArrayList<Status.Entry>();
    for (int phase : phases) {
      history.add(
          new Status.Entry(
              phase,
              "2026-02-01T00:00:0" + phase + "Z",
              "ada",
              "rolled back out of phase " + phase,
              phase + "00 ms; to try it",
              ""));
      history.add(new Status.Entry(9, "2026-02-01T00:00:09Z", "ada", "pause", "7 ms", ""));
    }
    return history;
  }

  private static Plan plan(String yaml) {
    return Planner.plan(
        MigrationFile.parse("migration.yaml", yaml), Decisions.NONE, SampleFacts.clean());
  }
}
