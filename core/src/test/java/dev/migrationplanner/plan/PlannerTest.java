package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

  private static final Decisions DECIDED =
      Decisions.NONE
          .with("H36:log", "leave-out", "Ada", "kept elsewhere")
          .with("X1:orders.place", "accept-loss", "Ada", "there is one SRID only");

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
            .hasSameBinaryContentAs(directory.resolve("first").resolve(file.getFileName()));
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
    Decisions wrong = DECIDED.with("X1:orders.place", "whatever", "Ada", "because");
    Plan plan = Planner.plan(SampleFacts.file(), wrong, SampleFacts.clean());
    assertThat(plan.decisionsNeeded()).extracting(Finding::id).containsExactly("X1:orders.place");
    assertThat(plan.findings()).anyMatch(f -> f.rule().equals("D01"));
  }

  @Test
  void aBlockedFindingCannotBeDecidedAway() {
    Decisions bold = DECIDED.with("H01:orders.shipped", "accept-loss", "Ada", "who cares");
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
    assertThat(Markdown.of(new PlanDocument(plan).document())).doesNotContain("OpenFeature");
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
    assertThat(PlanFile.stale(plan, SampleFacts.file(), facts.schema(), "uuid-1", "sys-1"))
        .isEmpty();
    MigrationFile other = MigrationFile.parse("m", SampleFacts.YAML + "copy: {workers: 3}\n");
    var fewer =
        new dev.migrationplanner.schema.Schema(
            "shop", facts.schema().tables().subList(0, 2), List.of());
    assertThat(PlanFile.stale(plan, other, fewer, "uuid-2", "sys-2")).hasSize(4);
  }

  @Test
  void rowsOfPagesCannotBecomeMarkup() {
    Plan plan = plan(SampleFacts.clean());
    String html = Html.of(new Document("<script>").paragraph("<img src=x> & \"q\""));
    assertThat(html).doesNotContain("<script>", "<img").contains("&lt;img src=x&gt; &amp;");
    assertThat(Html.of(new PlanDocument(plan).document()))
        .doesNotContain("http://www", "https://", "src=");
  }

  @Test
  void everyLineOfTheChecklistThatIsTickedIsThere() {
    Plan plan = Planner.plan(SampleFacts.file(), DECIDED, SampleFacts.clean());
    Document document = new PlanDocument(plan).document();
    assertThat(new OutputChecklist(plan, document).items()).allMatch(Document.Check::done);
    assertThat(new OutputChecklist(plan, new Document("empty")).items())
        .filteredOn(i -> i.text().endsWith("plan"))
        .noneMatch(Document.Check::done);
  }

  @Test
  void decisionsSurviveTheirFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("decisions.yaml");
    assertThat(Decisions.read(file)).isEqualTo(Decisions.NONE);
    Decisions odd = DECIDED.with("H01:a.b", "x", "o'Neil \"e\"", "line\nbreak: # yes");
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
  void aLoadThatCannotBeCaughtUpWithIsSaid() {
    Facts facts = SampleFacts.clean();
    var rates = new Facts.Rates(2, 60 * 50_000.0, 0, 3_000, 0);
    var source =
        new Facts.SystemFacts(
            facts.source().endpoint(),
            facts.source().server(),
            facts.source().sizes(),
            rates,
            List.of(),
            List.of(),
            List.of());
    Facts busy =
        new Facts(
            facts.takenAt(),
            source,
            facts.target(),
            facts.schema(),
            facts.conversion(),
            facts.ddl(),
            facts.dropTarget(),
            facts.emptyTarget(),
            facts.fidelity(),
            facts.scans(),
            List.of());
    assertThat(plan(busy).phases().get(2).estimate().method()).contains("never catch up");
  }

  private static Plan plan(Facts facts) {
    return Planner.plan(SampleFacts.file(), Decisions.NONE, facts);
  }
}
