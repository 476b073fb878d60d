package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.migrationplanner.database.Connections;
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
 * @param onPaper whether nobody looked at the servers; such a plan begins nothing
 * @param pilotAt when a pilot measured, "" if none did
 * @param choice why it goes this way
 * @param sourceShape what tells the source's tables from changed ones
 * @param sourceFingerprint the same as the source's own catalogue tells it, for the sync
 * @param keptOut tables that stay out, and why
 * @param criticalPath the steps that nothing can be done beside, and how long they take together
 * @param pointOfNoReturn the first step that cannot be undone, "" if there is none
 * @param inventory the application's statements that ask for a rewrite
 * @param lookups how its statements find their rows on both sides
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
    boolean onPaper,
    String pilotAt,
    PatternChoice choice,
    String sourceShape,
    String sourceFingerprint,
    SystemView source,
    SystemView target,
    List<PlannedTable> tables,
    Map<String, String> keptOut,
    List<Finding> findings,
    List<Decision> decisions,
    LossLedger ledger,
    List<Phase> phases,
    CriticalPath criticalPath,
    String pointOfNoReturn,
    Capacity capacity,
    List<InventoryLine> inventory,
    List<Facts.Looked> lookups,
    List<Risk> risks,
    List<String> unknowns,
    Statements statements) {

  static final int FORMAT = 3;

  public Plan {
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    tables = List.copyOf(tables);
    keptOut = java.util.Collections.unmodifiableMap(new TreeMap<>(keptOut));
    findings = List.copyOf(findings);
    decisions = List.copyOf(decisions);
    phases = List.copyOf(phases);
    inventory = List.copyOf(inventory);
    lookups = List.copyOf(lookups);
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

  /** GO, DECISIONS NEEDED (n) or BLOCKED (n); ON PAPER before it where nobody looked. */
  public String state() {
    return onPaper ? "ON PAPER, " + standing() : standing();
  }

  private String standing() {
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

  /** What every pattern's settings have. */
  CommonSettings common() {
    return CommonSettings.of(settings);
  }

  /** All steps in order. */
  public List<Step> steps() {
    return phases.stream().flatMap(p -> p.steps().stream()).toList();
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
      Facts.Rates rates,
      Connections connections,
      Map<String, String> settings) {
    public SystemView {
      settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }
  }

  /** One statement of the application that fails or means something else on the target. */
  public record InventoryLine(String statement, long calls, List<String> rewrites) {
    public InventoryLine {
      rewrites = List.copyOf(rewrites);
    }
  }

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
   * @param estimate of what the tool does and waits for; what people take is beside it
   */
  public record Phase(
      int number,
      String name,
      String stage,
      String goal,
      List<Step> steps,
      List<GateView> gates,
      Rollback rollback,
      Estimate estimate) {
    public Phase {
      steps = List.copyOf(steps);
      gates = List.copyOf(gates);
    }
  }

  /**
   * One step; what is done by hand has its very commands.
   *
   * @param after the steps that must be done before
   * @param rollback how it is undone; "" = not at all
   * @param timeBack how long undoing takes
   * @param dataAtRisk what could be lost by it
   */
  public record Step(
      String id,
      String action,
      String precondition,
      List<String> commands,
      String postcondition,
      String owner,
      List<String> after,
      Estimate estimate,
      String rollback,
      String timeBack,
      String dataAtRisk) {
    public Step {
      after = List.copyOf(after);
      commands = List.copyOf(commands);
    }

    /** Whether people do it; watching while time passes is not counted as that. */
    public boolean byPeople() {
      return !owner.equals(PhaseSteps.TOOL) && !owner.equals(PhaseSteps.ON_CALL);
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

  /**
   * One risk, from evidence.
   *
   * @param sign how it shows
   */
  public record Risk(
      String what,
      String evidence,
      String mitigation,
      String likelihood,
      String impact,
      String sign,
      String owner) {}

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
