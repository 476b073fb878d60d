package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

  private static final Decisions DECIDED =
      Decisions.NONE
          .with("H36:log", "leave-out", "Ada", "kept elsewhere", -1, "")
          .with("X1:orders.place", "accept-loss", "Ada", "there is one SRID only", -1, "");

  @Test
  void theSameFactsGiveTheSameBytesWhateverOrderThingsWereMadeIn(@TempDir Path directory)
      throws Exception {
    PlanFile.write(directory.resolve("first"), plan(SampleFacts.facts()), SampleFacts.facts());
    for (int seed = 2; seed < 12; seed++) {
      Facts shuffled =
          SampleFacts.facts(
              List.of(SampleFacts.count("H01", "orders.shipped", 3)), new Random(seed));
      Path other = directory.resolve("run" + seed);
      for (Path file : PlanFile.write(other, plan(shuffled), shuffled)) {
        assertThat(file)
            .hasSameBinaryContentAs(directory.resolve("first").resolve(other.relativize(file)));
      }
    }
  }

  @Test
  void aPlanSaysGoDecisionsNeededOrBlocked() {
    Plan blocked = plan(SampleFacts.facts());
    assertThat(blocked.blocked()).isTrue();
    assertThat(blocked.state()).isEqualTo("BLOCKED (1)");
    assertThat(blocked.blocking().get(0).id()).isEqualTo("H01:orders.shipped");
    Plan open = plan(SampleFacts.clean());
    assertThat(open.state()).isEqualTo("DECISIONS NEEDED (2)");
    assertThat(open.decisionsNeeded())
        .extracting(Finding::id)
        .containsExactly("H36:log", "X1:orders.place");
    Plan go = Planner.plan(SampleFacts.file(), DECIDED, SampleFacts.clean());
    assertThat(go.state()).isEqualTo("GO");
  }

  @Test
  void guarantee5ALossIsDecidedByAChoiceThatExistsOrNotAtAll() {
    Decisions wrong = DECIDED.with("X1:orders.place", "whatever", "Ada", "because", -1, "");
    Plan plan = Planner.plan(SampleFacts.file(), wrong, SampleFacts.clean());
    assertThat(plan.decisionsNeeded()).extracting(Finding::id).containsExactly("X1:orders.place");
    assertThat(plan.findings()).anyMatch(f -> f.rule().equals("D01"));
  }

  @Test
  void aBlockedFindingCannotBeDecidedAway() {
    Decisions bold = DECIDED.with("H01:orders.shipped", "accept-loss", "Ada", "who cares", -1, "");
    assertThat(Planner.plan(SampleFacts.file(), bold, SampleFacts.facts()).blocked()).isTrue();
  }

  @Test
  void aTableWithoutKeyStaysOutAloneAndTheScanOfAPartSaysSo() {
    Plan plan = plan(SampleFacts.clean());
    assertThat(plan.tables())
        .extracting(Plan.PlannedTable::source)
        .containsExactly("customers", "orders");
    assertThat(plan.keptOut()).containsOnlyKeys("log");
    assertThat(plan.unknowns()).anyMatch(u -> u.contains("customers: 50,000 rows were scanned"));
  }

  @Test
  void thePointOfNoReturnIsTheOnlyStepThatCannotBeUndone() {
    for (Plan.Phase phase : plan(SampleFacts.clean()).phases()) {
      for (Plan.Step step : phase.steps()) {
        assertThat(step.reversible()).as(step.id()).isEqualTo(!step.id().equals("6.4"));
      }
    }
  }

  @Test
  void syncOnlyHasNoPhaseThatNeedsTheApplication() {
    MigrationFile file = MigrationFile.parse("m", SampleFacts.YAML + "pattern: sync-only\n");
    Plan plan = Planner.plan(file, Decisions.NONE, SampleFacts.clean());
    assertThat(plan.phases()).extracting(Plan.Phase::number).containsExactly(0, 2, 5, 6);
    assertThat(Renderings.of(plan, SampleFacts.clean()).keySet())
        .noneMatch(name -> name.startsWith("code/"));
  }

  @Test
  void planAndFactsSurviveTheirFiles(@TempDir Path directory) throws Exception {
    Facts facts = SampleFacts.facts();
    Plan plan = plan(facts);
    PlanFile.write(directory, plan, facts);
    Plan read = PlanFile.read(directory);
    assertThat(read.hash()).isEqualTo(plan.hash());
    assertThat(read.json()).isEqualTo(plan.json());
    assertThat(PlanFile.facts(directory)).isEqualTo(facts);
    assertThat(read.file().settings()).isEqualTo(SampleFacts.file().settings());
    assertThat(plan(PlanFile.facts(directory)).hash()).isEqualTo(plan.hash());
  }

  @Test
  void guarantee11AStalePlanSaysWhatChanged() {
    Facts facts = SampleFacts.clean();
    Plan plan = plan(facts);
    assertThat(now(SampleFacts.file(), facts.schema()).of(plan)).isEmpty();
    MigrationFile other = MigrationFile.parse("m", SampleFacts.YAML + "copy: {workers: 3}\n");
    var fewer =
        new dev.migrationplanner.schema.Schema(
            "shop", facts.schema().tables().subList(0, 2), List.of());
    var stale =
        new Staleness(
            other,
            fewer,
            "uuid-2",
            "sys-2",
            Map.of("binlog_format", "STATEMENT"),
            900L << 20,
            Instant.parse("2026-01-31T13:00:00Z"));
    assertThat(stale.of(plan))
        .hasSize(6)
        .anyMatch(r -> r.contains("migration.yaml"))
        .anyMatch(r -> r.contains("tables have changed"))
        .anyMatch(r -> r.contains("source is another server"))
        .anyMatch(r -> r.contains("target is another server"))
        .anyMatch(r -> r.contains("binlog_format"))
        .anyMatch(r -> r.contains("size has moved by 70.1 %"));
  }

  @Test
  void guarantee11APilotGrowsOldAndADecisionRunsOut() {
    var pilot =
        new Pilot("2026-01-20T12:00:00Z", List.of(), List.of(), List.of(), List.of(), List.of());
    Facts facts = SampleFacts.clean().with(pilot);
    Decisions brief =
        DECIDED.with("H36:log", "leave-out", "Ada", "until it has a key", -1, "2026-02-10");
    Plan plan = Planner.plan(SampleFacts.file(), brief, facts);
    assertThat(plan.state()).isEqualTo("GO");
    assertThat(now(SampleFacts.file(), facts.schema()).of(plan))
        .singleElement()
        .asString()
        .contains("pilot is of 2026-01-20");
    var later =
        new Staleness(
            SampleFacts.file(),
            facts.schema(),
            "uuid-1",
            "sys-1",
            facts.source().server().settings(),
            facts.source().bytes(),
            Instant.parse("2026-02-11T00:00:00Z"));
    assertThat(later.of(plan)).anyMatch(r -> r.contains("H36:log held until 2026-02-10"));
  }

  @Test
  void guarantee5MoreHitsThanWereDecidedOrALapsedDayReopenTheFinding() {
    Decisions one = DECIDED.with("X1:orders.place", "accept-loss", "Ada", "one only", 0, "");
    Plan plan = Planner.plan(SampleFacts.file(), one, SampleFacts.clean());
    assertThat(plan.decisionsNeeded()).extracting(Finding::id).containsExactly("X1:orders.place");
    assertThat(plan.findings())
        .filteredOn(f -> f.rule().equals("D02"))
        .singleElement()
        .extracting(f -> f.evidence().said())
        .isEqualTo("it was made for 0 hits, and there are 1");
    Decisions lapsed =
        DECIDED.with("X1:orders.place", "accept-loss", "Ada", "for a week", 1, "2026-01-30");
    Plan after = Planner.plan(SampleFacts.file(), lapsed, SampleFacts.clean());
    assertThat(after.decisionsNeeded()).extracting(Finding::id).containsExactly("X1:orders.place");
    Decisions lastDay =
        DECIDED.with("X1:orders.place", "accept-loss", "Ada", "for a week", 1, "2026-01-31");
    assertThat(Planner.plan(SampleFacts.file(), lastDay, SampleFacts.clean()).state())
        .isEqualTo("GO");
  }

  private static Staleness now(MigrationFile file, dev.migrationplanner.schema.Schema schema) {
    Facts facts = SampleFacts.clean();
    return new Staleness(
        file,
        schema,
        "uuid-1",
        "sys-1",
        facts.source().server().settings(),
        facts.source().bytes(),
        Instant.parse("2026-01-31T13:00:00Z"));
  }

  @Test
  void rowsOfPagesCannotBecomeMarkup() {
    Plan plan = plan(SampleFacts.clean());
    String html = Html.of(new Document("<script>").paragraph("<img src=x> & \"q\""));
    assertThat(html).doesNotContain("<script>", "<img").contains("&lt;img src=x&gt; &amp;");
    assertThat(Renderings.of(plan, SampleFacts.clean()).get("PLAN.html"))
        .contains("<svg")
        .doesNotContain("http://www", "https://", "src=", "<script");
  }

  @Test
  void everyLineOfTheChecklistThatIsTickedIsThere() {
    Plan plan = Planner.plan(SampleFacts.file(), DECIDED, SampleFacts.clean());
    var files = Renderings.of(plan, SampleFacts.clean());
    assertThat(files.get("PLAN.md")).contains("- [x] 10. Testing plan").doesNotContain("- [ ] 1");
    var code = new ApplicationCode(plan, SampleFacts.clean().mapping());
    var without = new TreeSet<>(files.keySet());
    without.removeIf(n -> n.startsWith("code/python/") || n.equals("RISKS.md"));
    Document document = new PlanDocument(plan, code, without).document();
    assertThat(new OutputChecklist(plan, document, without).items())
        .filteredOn(c -> !c.done())
        .extracting(Document.Check::text)
        .containsExactly("2. Dual-write implementation: code for every table", "7. Risks");
    assertThat(new OutputChecklist(plan, new Document("empty"), Set.of()).items())
        .filteredOn(Document.Check::done)
        .noneMatch(c -> c.text().matches("([2-9]|10)\\. .*"));
  }

  @Test
  void whatChangedFromOnePlanToTheNextIsSaidInLines() {
    Plan before = plan(SampleFacts.facts());
    assertThat(PlanDiff.of(before, plan(SampleFacts.facts()))).isEmpty();
    MigrationFile other = MigrationFile.parse("m", SampleFacts.YAML + "copy: {workers: 8}\n");
    assertThat(PlanDiff.of(before, Planner.plan(other, DECIDED, SampleFacts.clean())))
        .contains(
            "~ state: BLOCKED (1) -> GO",
            "~ setting copy.workers: 2 -> 8",
            "- finding H01:orders.shipped (zero dates (0000-00-00)): BLOCK, 3 hit(s)",
            "+ decision H36:log: leave-out by Ada: kept elsewhere");
  }

  @Test
  void thePatternIsChosenFromTheFactsAndTheReasonsAgainstTheOthersAreSaid() {
    String auto = SampleFacts.YAML + "pattern: auto\n";
    Plan dual = Planner.plan(MigrationFile.parse("m", auto), DECIDED, SampleFacts.clean());
    assertThat(dual.pattern()).isEqualTo("dual-write");
    assertThat(dual.file().pattern()).isEqualTo(MigrationPattern.DUAL_WRITE);
    assertThat(dual.choice().chosenBy()).isEqualTo("the facts");
    assertThat(now(MigrationFile.parse("m", auto), SampleFacts.clean().schema()).of(dual))
        .isEmpty();
    String none = auto.replace("[java, typescript, python]", "[]");
    Plan sync = Planner.plan(MigrationFile.parse("m", none), DECIDED, SampleFacts.clean());
    assertThat(sync.pattern()).isEqualTo("sync-only");
    assertThat(sync.choice().reasons().get(0)).contains("cannot be changed");
    assertThat(sync.choice().against()).anyMatch(r -> r.startsWith("dual-write:"));
  }

  @Test
  void thePointOfNoReturnAndTheCriticalPathAreComputedFromTheSteps() {
    Plan plan = plan(SampleFacts.clean());
    assertThat(plan.pointOfNoReturn()).isEqualTo("6.4");
    assertThat(plan.criticalPath().steps())
        .startsWith("0.1", "1.1")
        .endsWith("6.4", "6.5")
        .doesNotContain("0.2", "5.4");
    long sum =
        plan.steps().stream()
            .filter(s -> plan.criticalPath().steps().contains(s.id()))
            .mapToLong(s -> s.estimate().p50Seconds())
            .sum();
    assertThat(plan.criticalPath().total().p50Seconds()).isEqualTo(sum);
  }

  private static PlanVersusActual.Took took(
      int phase, long seconds, boolean running, long copyLeft) {
    return new PlanVersusActual.Took(
        phase,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(60),
        running,
        Duration.ofSeconds(copyLeft));
  }

  @Test
  void theReportHoldsWhatWasEstimatedAgainstWhatItTook() {
    Plan plan = plan(SampleFacts.clean());
    long p90 = plan.phases().get(2).estimate().p90Seconds();
    List<PlanVersusActual.Line> lines =
        PlanVersusActual.of(plan, List.of(took(2, p90, false, -1), took(2, 1, false, -1)));
    assertThat(lines)
        .singleElement()
        .satisfies(
            l -> {
              assertThat(l.name()).isEqualTo("Backfill");
              assertThat(l.actualSeconds()).isEqualTo(p90 + 1);
              assertThat(l.waitedSeconds()).isEqualTo(120);
              assertThat(l.within()).isEqualTo("slower than p90");
              assertThat(l.now().known()).isFalse();
            });
    assertThat(PlanVersusActual.markdown(lines)).contains("| 2 Backfill |", "slower than p90");
  }

  @Test
  void anEstimateIsCorrectedByTheCopysOwnPaceAndByTheTimeThatHasPassed() {
    Plan plan = plan(SampleFacts.clean());
    Estimate planned = plan.phases().get(2).estimate();
    long copy = plan.phases().get(2).steps().get(1).estimate().p50Seconds();
    Estimate slow = PlanVersusActual.of(plan, List.of(took(2, copy, true, 4 * copy))).get(0).now();
    assertThat(slow.p10Seconds()).isBetween(copy + 3 * copy, slow.p50Seconds());
    assertThat(slow.p50Seconds()).isGreaterThanOrEqualTo(5 * copy);
    Estimate quick = PlanVersusActual.of(plan, List.of(took(2, 1, true, 1))).get(0).now();
    assertThat(quick.p50Seconds()).isLessThan(planned.p50Seconds());
    var lines = PlanVersusActual.of(plan, List.of(took(2, planned.p90Seconds() * 2, true, -1)));
    assertThat(lines.get(0).now().p10Seconds()).isGreaterThanOrEqualTo(planned.p90Seconds() * 2);
    assertThat(PlanVersusActual.words(lines.get(0))).contains("slower than p90", "now expected");
  }

  @Test
  void whatIsLeftOfAnEstimateIsOfTheTimesThatAreStillPossible() {
    Estimate plan = new Estimate(100, 200, 800, "seen");
    assertThat(plan.after(50)).isEqualTo(plan);
    Estimate half = plan.after(200);
    // Of a distribution's upper half, the median is its third quartile: 200 * 4^(0.6745/1.2816).
    assertThat(half.p50Seconds()).isBetween(413L, 417L);
    assertThat(half.p10Seconds()).isBetween(200L, 240L);
    Estimate late = plan.after(10_000);
    assertThat(late.p10Seconds()).isGreaterThanOrEqualTo(10_000);
    assertThat(late.p90Seconds()).isGreaterThanOrEqualTo(late.p50Seconds());
  }

  @Test
  void theAlertsHaveTheGatesOwnThresholds() {
    MigrationFile strict =
        MigrationFile.parse(
            "m", SampleFacts.YAML + "gates: {mismatchMax: \"0.002 %\", pendingKeysMax: 77}\n");
    Plan plan = Planner.plan(strict, DECIDED, SampleFacts.clean());
    assertThat(PrometheusRules.of(plan))
        .contains(">= 0.00002\"", "pending_keys")
        .contains(" > 77 ");
    assertThat(GrafanaDashboard.of(plan)).contains("\"value\" : 2.0E-5", "\"value\" : 77");
  }

  @Test
  void decisionsSurviveTheirFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("decisions.yaml");
    assertThat(Decisions.read(file)).isEqualTo(Decisions.NONE);
    Decisions odd =
        DECIDED.with("H01:a.b", "x", "o'Neil \"e\"", "line\nbreak: # yes", 7, "2027-01-31");
    odd.write(file);
    assertThat(Decisions.read(file)).isEqualTo(odd);
    Files.writeString(file, "decisions:\n  - {rule: H1, choice: x, who: a}\n");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Decisions.read(file))
        .hasMessageContaining("decisions.yaml:2: \"decisions[].why\" is missing");
  }

  @Test
  void findingsComeWorstFirst() {
    assertThat(plan(SampleFacts.facts()).findings()).extracting(Finding::severity).isSorted();
    assertThat(plan(SampleFacts.facts()).findings())
        .extracting(Finding::severity)
        .contains(Severity.BLOCK, Severity.DECIDE, Severity.WARN, Severity.INFO);
  }

  @Test
  void aLoadThatCannotBeCaughtUpWithBlocksWithItsNumbers() {
    MigrationFile busy =
        MigrationFile.parse("m", SampleFacts.YAML + "load: {rowsWrittenPerMinute: 3000000}\n");
    Plan plan = Planner.plan(busy, DECIDED, SampleFacts.clean());
    assertThat(plan.blocking()).extracting(Finding::id).containsExactly("F01:source");
    assertThat(plan.blocking().get(0).evidence().said())
        .contains("50000 row writes a second", "19000 brought over", "catching up: never");
    assertThat(plan.phases().get(2).estimate().known()).isFalse();
  }

  @Test
  void aPlanThatDoesNotFitTheDiskBlocksWithItsNumbers() {
    MigrationFile small =
        MigrationFile.parse("m", SampleFacts.YAML + "load: {targetDiskFree: 500MiB}\n");
    Plan plan = Planner.plan(small, DECIDED, SampleFacts.clean());
    assertThat(plan.blocking()).extracting(Finding::id).containsExactly("F02:target");
    assertThat(plan.blocking().get(0).evidence().said()).contains("GiB are needed", "500.0 MiB");
  }

  @Test
  void aGateThatTakesTooLongBlocksWithItsNumbers() {
    MigrationFile quiet =
        MigrationFile.parse(
            "m", SampleFacts.YAML.replace("readsPerSecond: 500", "readsPerSecond: 0.001"));
    Plan plan = Planner.plan(quiet, DECIDED, SampleFacts.clean());
    assertThat(plan.blocking())
        .extracting(Finding::id)
        .containsExactly("F03:ramp", "F03:shadow-reads");
    assertThat(plan.blocking().get(1).evidence().said()).contains("29,956 clean shadow reads");
  }

  private static Plan plan(Facts facts) {
    return Planner.plan(SampleFacts.file(), Decisions.NONE, facts);
  }
}
