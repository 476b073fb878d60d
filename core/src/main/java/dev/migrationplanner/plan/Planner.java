package dev.migrationplanner.plan;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.plan.Facts.TableDdl;
import dev.migrationplanner.plan.Plan.InventoryLine;
import dev.migrationplanner.plan.Plan.PlannedTable;
import dev.migrationplanner.plan.Plan.Statements;
import dev.migrationplanner.plan.Plan.SystemView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Settings, decisions and facts to a plan. Pure. */
public final class Planner {

  private final MigrationFile file;
  private final Facts facts;
  private final TableMapping mapping;
  private final Estimator estimator;

  private Planner(MigrationFile file, Facts facts) {
    this.file = file;
    this.facts = facts;
    this.mapping = facts.mapping();
    this.estimator = new Estimator(facts, file);
  }

  /** The plan; the same bytes for the same input. */
  public static Plan plan(MigrationFile file, Decisions decisions, Facts facts) {
    PatternChoice choice = PatternChoice.of(file, facts);
    MigrationFile resolved =
        file.pattern() == MigrationPattern.AUTO
            ? file.with(Spelling.word(MigrationPattern.class, choice.pattern()))
            : file;
    return new Planner(resolved, facts).plan(decisions, choice);
  }

  private Plan plan(Decisions decisions, PatternChoice choice) {
    var assessor = new Assessor(facts);
    List<Finding> findings =
        assessor.findings(decisions, new Feasibility(file, facts, estimator).all());
    List<Plan.Phase> phases = new Phases(file, facts, estimator).all();
    List<Plan.Step> steps = phases.stream().flatMap(p -> p.steps().stream()).toList();
    return new Plan(
        Plan.FORMAT,
        ToolVersion.CURRENT,
        file.migration(),
        file.pattern().spelling(),
        file.settings(),
        CanonicalJson.hash(facts),
        facts.takenAt(),
        facts.onPaper(),
        facts.pilot() == null ? "" : facts.pilot().takenAt(),
        choice,
        facts.sourceShape(),
        facts.sourceFingerprint(),
        view(facts.source()),
        view(facts.target()),
        mapping.tables().stream().map(this::planned).toList(),
        keptOut(),
        findings,
        decisions.decisions(),
        LossLedger.of(facts, mapping),
        phases,
        CriticalPath.of(steps),
        steps.stream().filter(s -> !s.reversible()).findFirst().map(Plan.Step::id).orElse(""),
        estimator.capacity(),
        inventory(),
        facts.lookups(),
        new Risks(file, facts, findings, estimator).all(),
        new Unknowns(facts, file, assessor).all(),
        statements());
  }

  private List<InventoryLine> inventory() {
    var rewrites = new StatementFindings(facts);
    return facts.statements().stream()
        .map(s -> new InventoryLine(s.text(), s.calls(), rewrites.rewrites(s)))
        .filter(line -> !line.rewrites().isEmpty())
        .toList();
  }

  private static SystemView view(SystemFacts system) {
    return new SystemView(
        system.endpoint(),
        system.server().product(),
        system.server().version(),
        system.server().identity(),
        system.sizes().size(),
        system.rows(),
        system.bytes(),
        system.rates(),
        system.connections(),
        system.server().settings());
  }

  private PlannedTable planned(MappedTable table) {
    var size = estimator.size(table.name());
    return new PlannedTable(
        table.name(),
        table.target().name(),
        table.source().keyNames(),
        table.source().columns().size(),
        size.rows(),
        size.dataBytes() + size.indexBytes());
  }

  private Map<String, String> keptOut() {
    var keptOut = new TreeMap<String, String>();
    mapping.keptOut().forEach((table, why) -> keptOut.put(table, why.reason()));
    return keptOut;
  }

  private Statements statements() {
    return new Statements(
        all(TableDdl::create),
        all(TableDdl::indexes),
        all(TableDdl::foreignKeys),
        all(TableDdl::validate),
        facts.dropTarget(),
        facts.emptyTarget());
  }

  private List<String> all(Function<TableDdl, List<String>> part) {
    return facts.ddl().stream().map(part).flatMap(List::stream).toList();
  }
}
