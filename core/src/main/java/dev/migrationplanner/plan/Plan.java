package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.migrationplanner.plan.Decisions.Decision;
import dev.migrationplanner.plan.Finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What will be done. Made by {@link Planner}, kept by {@link PlanFile}; documents are renderings of
 * it. The same facts, settings and decisions give the same bytes.
 *
 * @param format version of this shape
 * @param tool version of the product that made it
 * @param settings migration.yaml with every default, in its shape
 * @param factsHash SHA-256 of the facts it was made of
 * @param sourceShape what tells the source's tables from changed ones
 * @param keptOut tables that stay out, and why
 * @param unknowns what was not looked at or cannot be known
 * @param statements the target's DDL, in order
 */
public record Plan(
    int format,
    String tool,
    String migration,
    String pattern,
    Map<String, Object> settings,
    String factsHash,
    String takenAt,
    String sourceShape,
    SystemView source,
    SystemView target,
    List<PlannedTable> tables,
    Map<String, String> keptOut,
    List<Finding> findings,
    List<Decision> decisions,
    LossLedger ledger,
    List<Phase> phases,
    List<Risk> risks,
    List<String> unknowns,
    Statements statements) {

  static final int FORMAT = 1;

  public Plan {
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    tables = List.copyOf(tables);
    keptOut = java.util.Collections.unmodifiableMap(new TreeMap<>(keptOut));
    findings = List.copyOf(findings);
    decisions = List.copyOf(decisions);
    phases = List.copyOf(phases);
    risks = List.copyOf(risks);
    unknowns = List.copyOf(unknowns);
  }

  /** SHA-256 of its canonical JSON: what start, approvals and rehearsals are bound to. */
  public String hash() {
    return CanonicalJson.hash(this);
  }

  /** Findings somebody must decide before it starts. */
  public List<Finding> decisionsNeeded() {
    return open(Severity.DECIDE);
  }

  /** Findings that must be mended before it starts. */
  public List<Finding> blocking() {
    return open(Severity.BLOCK);
  }

  /** Whether something must be mended. */
  public boolean blocked() {
    return !blocking().isEmpty();
  }

  /** GO, DECISIONS NEEDED (n) or BLOCKED (n). */
  public String state() {
    if (blocked()) {
      return "BLOCKED (" + blocking().size() + ")";
    }
    int needed = decisionsNeeded().size();
    return needed == 0 ? "GO" : "DECISIONS NEEDED (" + needed + ")";
  }

  /** The settings as they are used while it is carried out. */
  public MigrationFile file() {
    return MigrationFile.parse("plan.json", CanonicalJson.text(settings));
  }

  /** Its canonical JSON. */
  public String json() {
    return CanonicalJson.text(this);
  }

  /** What {@link #json} made. */
  public static Plan parse(String json) throws JsonProcessingException {
    return CanonicalJson.read(json, Plan.class);
  }

  private List<Finding> open(Severity severity) {
    return findings.stream().filter(f -> f.open() && f.severity() == severity).toList();
  }

  /** One side as it was seen. */
  public record SystemView(
      String endpoint,
      String product,
      String version,
      String identity,
      int tables,
      long rowsAbout,
      long bytesAbout,
      Facts.Rates rates) {}

  /** One table on its way; key columns by the source's names. */
  public record PlannedTable(
      String source,
      String target,
      List<String> key,
      int columns,
      long rowsAbout,
      long bytesAbout) {
    public PlannedTable {
      key = List.copyOf(key);
    }
  }

  /**
   * One phase.
   *
   * @param stage what the application does with reads and writes
   * @param pointOfNoReturn id of the step after which there is no way back, "" if none
   */
  public record Phase(
      int number,
      String name,
      String stage,
      String goal,
      List<Step> steps,
      List<GateView> gates,
      Rollback rollback,
      Estimate estimate,
      String pointOfNoReturn) {
    public Phase {
      steps = List.copyOf(steps);
      gates = List.copyOf(gates);
    }
  }

  /**
   * One step; what is done by hand has its very commands.
   *
   * @param rollback how it is undone; "" = not at all
   * @param dataAtRisk what could be lost by it
   */
  public record Step(
      String id,
      String action,
      String precondition,
      List<String> commands,
      String postcondition,
      String owner,
      String rollback,
      String dataAtRisk) {
    public Step {
      commands = List.copyOf(commands);
    }

    /** Whether it can be undone. */
    public boolean reversible() {
      return !rollback.isEmpty();
    }
  }

  /** One condition to leave a phase, with its thresholds. */
  public record GateView(String id, String condition, List<String> needs) {
    public GateView {
      needs = List.copyOf(needs);
    }
  }

  /** The way back out of a phase. */
  public record Rollback(String trigger, String who, List<String> steps, String time, String cost) {
    public Rollback {
      steps = List.copyOf(steps);
    }
  }

  /** One risk, from evidence. */
  public record Risk(String what, String evidence, String mitigation) {}

  /** The target's DDL in the order it is run. */
  public record Statements(
      List<String> tables,
      List<String> indexes,
      List<String> foreignKeys,
      List<String> validate,
      List<String> drop,
      List<String> empty) {
    public Statements {
      tables = List.copyOf(tables);
      indexes = List.copyOf(indexes);
      foreignKeys = List.copyOf(foreignKeys);
      validate = List.copyOf(validate);
      drop = List.copyOf(drop);
      empty = List.copyOf(empty);
    }
  }
}
