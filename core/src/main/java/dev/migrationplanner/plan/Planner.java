package dev.migrationplanner.plan;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.plan.Facts.TableDdl;
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
    return new Planner(file, facts).plan(decisions);
  }

  private Plan plan(Decisions decisions) {
    var assessor = new Assessor(facts);
    List<Finding> findings = assessor.findings(decisions);
    return new Plan(
        Plan.FORMAT,
        ToolVersion.CURRENT,
        file.migration(),
        file.pattern().spelling(),
        file.settings(),
        CanonicalJson.hash(facts),
        facts.takenAt(),
        facts.sourceShape(),
        view(facts.source()),
        view(facts.target()),
        mapping.tables().stream().map(this::planned).toList(),
        keptOut(),
        findings,
        decisions.decisions(),
        LossLedger.of(facts.fidelity()),
        new Phases(file, facts, estimator).all(),
        new Risks(facts, findings, estimator).all(),
        unknowns(assessor),
        statements());
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
        system.rates());
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

  private List<String> unknowns(Assessor assessor) {
    var unknowns = new java.util.ArrayList<>(assessor.unknowns());
    unknowns.add(
        "How fast rows are copied between these very servers: no pilot was run, so times are ranges"
            + " from elsewhere.");
    unknowns.add(
        "What the application's SQL means on the other engine: letter case in comparisons, order of"
            + " NULLs and of texts, implicit conversions. The rehearsal and the shadow reads tell.");
    unknowns.add(
        "Rates in busy hours: they were measured for "
            + Math.round(facts.source().rates().windowSeconds())
            + " s only.");
    return unknowns;
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
