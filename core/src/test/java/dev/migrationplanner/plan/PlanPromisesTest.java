package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.Finding.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a plan promises its readers, point by point, on the example in the docs and a small shop.
 */
class PlanPromisesTest {

  private static final Path EXAMPLE = Path.of("../docs/examples/user-database");

  private final Facts facts;
  private final Plan plan;
  private final Map<String, String> files;
  private final String text;

  PlanPromisesTest() throws Exception {
    MigrationFile file = MigrationFile.read(EXAMPLE.resolve("migration.yaml"));
    this.facts = ToldFacts.read(file, EXAMPLE.resolve("facts.yaml"));
    this.plan = Planner.plan(file, Decisions.read(EXAMPLE.resolve("decisions.yaml")), facts);
    this.files = Renderings.of(plan, facts);
    this.text = files.get("PLAN.md");
  }

  private static Plan shop(Facts facts) {
    return Planner.plan(SampleFacts.file(), Decisions.NONE, facts);
  }

  /** From one heading of that level or a higher one to the next. */
  private String chapter(String heading) {
    int from = text.indexOf("## " + heading);
    assertThat(from).as(heading).isNotNegative();
    int to = text.indexOf("\n## ", from);
    return text.substring(from, to < 0 ? text.length() : to);
  }

  @Test
  void theFirstPageSaysWhatWhyWhenWhoTheRiskTheLossAndTheWayBack() {
    assertThat(chapter("Overview"))
        .contains("| What |", "| Why |", "| When |", "| How long |", "| Owner | Ada |")
        .contains("commander: Grace", "approve the point of no return: Ada and Edsger")
        .contains("| Loss ledger | 28 of 30 columns exact")
        .contains("| Rehearsed |", "| Write pause at the flip |", "| Point of no return | step 6.4")
        .contains("4 readers at once", "### Gravest risks", "### When to go back")
        .contains("p10", "p90");
    assertThat(chapter("Overview").lines().count()).isLessThan(45);
  }

  @Test
  void p1OneCanonicalJsonOfWhichAllIsRendered() throws Exception {
    assertThat(Plan.parse(plan.json()).hash()).isEqualTo(plan.hash());
    assertThat(plan.json()).startsWith("{").contains("\"format\" : " + Plan.FORMAT);
    assertThat(Renderings.of(Plan.parse(plan.json()), facts)).isEqualTo(files);
    Facts shuffled =
        SampleFacts.facts(List.of(SampleFacts.count("H01", "orders.shipped", 3)), new Random(9));
    assertThat(shop(shuffled).json()).isEqualTo(shop(SampleFacts.facts()).json());
  }

  @Test
  void p2StartTakesAPlanByItsHashAndRefusesAStaleOneWithTheReason() {
    Plan shop = shop(SampleFacts.clean());
    Facts clean = SampleFacts.clean();
    var grown =
        new Staleness(
            SampleFacts.file(),
            clean.schema(),
            "uuid-1",
            "sys-1",
            clean.source().server().settings(),
            clean.source().bytes() * 2,
            java.time.Instant.parse(clean.takenAt()));
    assertThat(grown.of(shop)).singleElement().asString().contains("size has moved by 100 %");
    assertThat(shop.hash()).isNotEqualTo(shop(SampleFacts.facts()).hash());
  }

  @Test
  void p3EveryFindingSaysWhatWasSeenWhatFollowsAndWhatIsDone() {
    for (Plan each : List.of(plan, shop(SampleFacts.facts()))) {
      for (Finding f : each.findings()) {
        assertThat(f.rule()).as(f.id()).isNotBlank();
        assertThat(f.object()).as(f.id()).isNotBlank();
        assertThat(f.evidence().said()).as(f.id()).isNotBlank();
        assertThat(f.effect()).as(f.id()).isNotBlank();
        assertThat(f.standard()).as(f.id()).isNotBlank();
        assertThat(f.reversibility()).as(f.id()).isNotBlank();
        assertThat(f.page()).as(f.id()).startsWith("docs/hazards/");
        assertThat(f.remedy()).as(f.id()).doesNotContain("%").doesNotEndWith(": ");
        assertThat(f.severity() != Severity.DECIDE || !f.choices().isEmpty()).as(f.id()).isTrue();
      }
    }
    Finding scanned = shop(SampleFacts.facts()).blocking().get(0);
    assertThat(scanned.evidence().query()).isNotBlank();
    assertThat(scanned.evidence().rowsScanned()).isPositive();
    assertThat(scanned.evidence().hits()).isEqualTo(3);
  }

  @Test
  void p4TheLossLedgerHasEveryColumnAndItsTotalsStandOnTheFirstPage() {
    long columns = plan.tables().stream().mapToLong(Plan.PlannedTable::columns).sum();
    assertThat(plan.ledger().entries()).hasSize((int) columns);
    assertThat(chapter("Overview")).contains(plan.ledger().summary());
  }

  @Test
  void p5NothingLossyWithoutADecisionAndMoreHitsThanDecidedReopenIt() {
    Plan lossy = shop(SampleFacts.clean());
    assertThat(lossy.decisionsNeeded()).extracting(Finding::id).contains("X1:orders.place");
    Decisions few = Decisions.NONE.with("X1:orders.place", "accept-loss", "Ada", "seen", 0, "");
    Plan again = Planner.plan(SampleFacts.file(), few, SampleFacts.clean());
    assertThat(again.decisionsNeeded()).extracting(Finding::id).contains("X1:orders.place");
    assertThat(again.findings()).anyMatch(f -> f.rule().equals("D02"));
  }

  @Test
  void p6CriticalPathPointOfNoReturnTimeBackAndDataAtRiskAreOnEveryStep() {
    assertThat(plan.criticalPath().steps()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(plan.pointOfNoReturn()).isEqualTo("6.4");
    for (Plan.Step step : plan.steps()) {
      assertThat(step.timeBack()).as(step.id()).isNotBlank();
      assertThat(step.dataAtRisk()).as(step.id()).isNotBlank();
      assertThat(step.precondition()).as(step.id()).isNotBlank();
      assertThat(step.postcondition()).as(step.id()).isNotBlank();
      assertThat(step.owner()).as(step.id()).isNotBlank();
      assertThat(step.estimate().method()).as(step.id()).isNotBlank();
    }
  }

  @Test
  void p7WhatCannotConvergeFitOrBeReachedIsRefusedWithNumbers() throws Exception {
    String yaml = java.nio.file.Files.readString(EXAMPLE.resolve("migration.yaml"));
    MigrationFile small = MigrationFile.parse("m", yaml.replace("1.5TiB", "100GiB"));
    assertThat(refused(small, "F02").evidence().said()).matches("(?s).*\\d.*");
    MigrationFile busy =
        MigrationFile.parse("m", yaml.replace("load:", "load:\n  rowsWrittenPerMinute: 90000000"));
    assertThat(refused(busy, "F01").evidence().said()).matches("(?s).*\\d.*");
  }

  private Finding refused(MigrationFile file, String rule) {
    Plan refused = Planner.plan(file, Decisions.NONE, facts);
    assertThat(refused.blocked()).isTrue();
    return refused.blocking().stream().filter(f -> f.rule().equals(rule)).findFirst().orElseThrow();
  }

  @Test
  void p8EveryEstimateIsARangeWithItsMethod() {
    assertThat(plan.phases())
        .allSatisfy(
            p -> {
              assertThat(p.estimate().known()).isTrue();
              assertThat(p.estimate().method()).isNotBlank();
            });
    assertThat(text).contains("12 to 120 MiB/s", "run plan --pilot");
  }

  @Test
  void p9GatesCarryTheirStatistics() {
    assertThat(text)
        .contains("29,956 clean shadow reads at 160.0 a second", "proved at 95 % confidence")
        .contains("sequential test, at most 1 % false alarms");
  }

  @Test
  void p10TheRehearsalIsAStepAGateAndBoundToThisPlan() {
    assertThat(plan.steps()).anyMatch(s -> s.action().contains("Try this plan on copies"));
    assertThat(plan.phases().get(0).gates()).extracting(Plan.GateView::id).contains("rehearsal");
  }

  @Test
  void p11DashboardAlertsAndMessagesHaveThePlansOwnNumbers() {
    assertThat(files.get("alerts.prometheus.yaml")).contains("0.0001", "500");
    assertThat(files.get("COMMUNICATION.md")).contains(plan.criticalPath().total().text());
    assertThat(files).containsKey("dashboard.grafana.json");
  }

  @Test
  void p12EveryPhaseSaysWhatHappensIfSomethingDies() {
    String table = chapter("Risk mitigation");
    plan.phases().forEach(p -> assertThat(table).contains(p.number() + " " + p.name()));
    assertThat(table).contains("The tool dies", "The target dies or fills", "checkpoints");
  }

  @Test
  void p13TheApplicationsStatementsStandWithTheirRewrites() {
    assertThat(plan.inventory()).isNotEmpty().allMatch(l -> !l.rewrites().isEmpty());
    assertThat(text).contains("ON CONFLICT (key) DO UPDATE", "string\\_agg");
  }

  @Test
  void p14PeoplesWorkIsApartFromMachineTimeLabelledAndEditable() throws Exception {
    assertThat(plan.steps().stream().filter(Plan.Step::byPeople))
        .anyMatch(s -> s.estimate().method().contains("a rule of thumb, to be replaced"));
    String yaml = java.nio.file.Files.readString(EXAMPLE.resolve("migration.yaml"));
    MigrationFile told = MigrationFile.parse("m", yaml + "effort: {\"1.1\": 40h}\n");
    assertThat(Planner.plan(told, Decisions.NONE, facts).steps())
        .filteredOn(s -> s.id().equals("1.1"))
        .singleElement()
        .satisfies(s -> assertThat(s.estimate().method()).contains("as the team says"));
  }
}
