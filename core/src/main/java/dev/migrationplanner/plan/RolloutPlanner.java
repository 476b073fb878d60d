package dev.migrationplanner.plan;

import static dev.migrationplanner.plan.PhaseSteps.NOTHING;
import static dev.migrationplanner.plan.PhaseSteps.ON_CALL;
import static dev.migrationplanner.plan.PhaseSteps.SECONDS;
import static dev.migrationplanner.plan.PhaseSteps.manual;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.plan.Plan.GateView;
import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.Risk;
import dev.migrationplanner.plan.Plan.Rollback;
import dev.migrationplanner.plan.Plan.Step;
import dev.migrationplanner.plan.Plan.SystemView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings to a plan where no rows move: new code behind a flag, or a whole deployment beside the
 * old one. Pure: the same settings, the same bytes.
 */
public final class RolloutPlanner {

  private final RolloutFile file;
  private final Owners owners;
  private final List<Phase> phases = new ArrayList<>();
  private String last = "";

  private RolloutPlanner(RolloutFile file) {
    this.file = file;
    this.owners = new Owners(file.team());
  }

  /** The plan. */
  public static Plan plan(RolloutFile file) {
    return new RolloutPlanner(file).plan();
  }

  private Plan plan() {
    if (file.pattern() == MigrationPattern.FEATURE_FLAG) {
      featureFlag();
    } else {
      blueGreen();
    }
    List<Step> steps = phases.stream().flatMap(p -> p.steps().stream()).toList();
    return new Plan(
        Plan.FORMAT,
        ToolVersion.CURRENT,
        file.migration(),
        file.pattern().spelling(),
        file.settings(),
        "",
        "",
        false,
        "",
        choice(),
        "",
        "",
        side(file.change().old()),
        side(file.change().replacement()),
        List.of(),
        Map.of(),
        findings(),
        List.of(),
        new LossLedger(0, 0, 0, 0, List.of()),
        phases,
        CriticalPath.of(steps),
        steps.stream().filter(s -> !s.reversible()).findFirst().map(Step::id).orElse(""),
        new Capacity(0, 0, 0, 0, 0, 0, -1, 0, -1, -1, -1, -1, -1, 0),
        List.of(),
        List.of(),
        risks(),
        unknowns(),
        new Plan.Statements(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  private static SystemView side(String name) {
    return new SystemView(
        name, name, "", "", 0, 0, 0, new Facts.Rates(0, 0, 0, 0, 0), Connections.UNKNOWN, Map.of());
  }

  private PatternChoice choice() {
    boolean flag = file.pattern() == MigrationPattern.FEATURE_FLAG;
    return new PatternChoice(
        file.pattern().spelling(),
        "migration.yaml",
        List.of(
            flag
                ? "old and new run in the same deployment, and a flag chooses for each user"
                : "the whole deployment is exchanged at once, and the old one stands by",
            "no rows move: both use the same data"),
        List.of(
            flag
                ? "blue-green: everybody would get the new one at once"
                : "feature-flag: the change is not one that code can choose between",
            "dual-write, sync-only: there is no second database"));
  }

  /** What cannot be reached at this rate is said with its numbers. */
  private List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    if (rate() <= 0) {
      findings.add(
          RuleBook.the("F03")
              .finding(
                  Finding.Severity.WARN,
                  "ramp",
                  "how long a step takes is not known",
                  Finding.Evidence.of(
                      "application.readsPerSecond (requests a second) is not said", 1),
                  List.of()));
    }
    return findings;
  }

  private double rate() {
    return file.application().readsPerSecond();
  }

  private Estimate step(int share) {
    GateSettings gates = file.gates();
    double perSecond = rate() * share / 10_000;
    if (perSecond <= 0) {
      return Estimate.unknown("application.readsPerSecond (requests a second) is not said");
    }
    double hold = gates.holdPerStep().toSeconds();
    double seconds = Math.max(hold, gates.leastSamples() / perSecond);
    return Estimate.of(
        Math.max(hold, seconds / 2),
        seconds,
        seconds * 3,
        "at least "
            + Texts.duration(gates.holdPerStep())
            + " and "
            + Texts.count(gates.leastSamples())
            + " requests on the new one at "
            + String.format(Locale.ROOT, "%.1f a second", perSecond));
  }

  private static Estimate people(Duration usual) {
    double s = usual.toSeconds();
    return Estimate.of(s / 2, s, s * 2, "people; a rule of thumb");
  }

  private List<String> afterLast(String id) {
    List<String> after = last.isEmpty() ? List.of() : List.of(last);
    last = id;
    return after;
  }

  private void add(
      String name,
      String stage,
      String goal,
      List<Step> steps,
      List<GateView> gates,
      Rollback rollback) {
    PhaseSteps phase = new PhaseSteps(name, stage, goal, steps, rollback);
    phases.add(
        new Phase(phases.size(), name, stage, goal, steps, gates, rollback, phase.machine()));
  }

  private GateView judged(int share) {
    GateSettings gates = file.gates();
    return new GateView(
        "healthy",
        "with "
            + Texts.percent(share / 10_000.0)
            + " on the new one: for at least "
            + Texts.duration(gates.holdPerStep())
            + " and "
            + Texts.count(gates.leastSamples())
            + " requests, errors no worse than the old one's (sequential test, at most "
            + Texts.percent(gates.falseAlarms())
            + " false alarms) and below "
            + Texts.percent(gates.errorBudget())
            + ", p95 within "
            + Math.round(gates.readP95MaxMillis())
            + " ms",
        List.of());
  }

  private Rollback back(String command) {
    return new Rollback(
        "errors or p95 of the new one worse than the old one's, or anybody on call says so",
        owners.commander(),
        List.of(command),
        SECONDS,
        "users get the old one again; nothing is lost");
  }

  private static Step watch(
      String id,
      List<String> after,
      Estimate time,
      String action,
      String before,
      String then,
      String undo) {
    return new Step(
        id, action, before, List.of(), then, ON_CALL, after, time, undo, SECONDS, NOTHING);
  }

  private void featureFlag() {
    String flag = file.migration() + ".new";
    add(
        "Deploy disabled",
        "the flag " + flag + " is off for everybody",
        "The new code is everywhere and does nothing.",
        List.of(
            manual(
                "0.1",
                afterLast("0.1"),
                people(Duration.ofDays(2)),
                owners.application(),
                "Deploy "
                    + file.change().replacement()
                    + " beside "
                    + file.change().old()
                    + ", flag off",
                "tests pass with the flag off and on",
                List.of("-- flags.json: " + flag + " off"),
                file.change().health() + " is well on every instance",
                "release the former version")),
        List.of(
            new GateView("deployed", "every instance has both, and serves the old one", List.of())),
        back("-- release the former version"));
    for (int share : file.ramp()) {
      String id = phases.size() + ".1";
      add(
          Texts.percent(share / 10_000.0),
          "the flag is on for "
              + Texts.percent(share / 10_000.0)
              + " of the users, always the same ones",
          "The new code serves these users as well as the old one does.",
          List.of(
              manual(
                  id,
                  afterLast(id),
                  Estimate.moment("one change of the flag"),
                  owners.commander(),
                  "Set the flag's share to " + Texts.percent(share / 10_000.0),
                  "the step before was judged healthy",
                  List.of(
                      "-- flags.json: targeting.fractional new = "
                          + share / 100.0
                          + ", old = "
                          + (100 - share / 100.0)),
                  "the share of requests on the new one follows",
                  "share back to 0"),
              watch(
                  phases.size() + ".2",
                  afterLast(phases.size() + ".2"),
                  step(share),
                  "Watch: requests, errors and p95 of both",
                  "the share is set",
                  "the gate is open",
                  "nothing was changed")),
          List.of(judged(share)),
          back("-- flags.json: targeting.fractional new = 0, old = 100"));
    }
    remove("Remove the old code and the flag", "everybody has the new one for the soak time");
  }

  private void blueGreen() {
    add(
        "Green up",
        "everybody is served by " + file.change().old() + " (blue)",
        "The new deployment runs beside the old one, with no users.",
        List.of(
            manual(
                "0.1",
                afterLast("0.1"),
                people(Duration.ofDays(1)),
                owners.application(),
                "Deploy " + file.change().replacement() + " (green) at full size",
                "both can use the same data, and what green writes blue can read",
                List.of(),
                file.change().health() + " is well",
                "take green down")),
        List.of(
            new GateView(
                "green-up",
                file.change().health() + " is well on every instance of green",
                List.of())),
        back("-- take green down"));
    add(
        "Check green",
        "as before; green gets copies of requests, or synthetic ones",
        "Green answers as blue does.",
        List.of(
            manual(
                "1.1",
                afterLast("1.1"),
                people(Duration.ofHours(4)),
                owners.application(),
                "Send green the requests of the testing plan",
                "green is up",
                List.of(),
                "its answers equal blue's, or differ as intended",
                "stop sending")),
        List.of(
            new GateView(
                "green-answers",
                Texts.count(file.gates().leastSamples())
                    + " requests are answered as blue does, p95 within "
                    + Math.round(file.gates().readP95MaxMillis())
                    + " ms",
                List.of())),
        back("-- stop sending requests to green"));
    add(
        "Switch",
        "everybody is served by green; blue stands by at full size",
        "All users are on green.",
        List.of(
            manual(
                "2.1",
                afterLast("2.1"),
                Estimate.moment("one change of the proxy"),
                owners.commander(),
                "Lead all traffic to green",
                "1.1 stands",
                List.of("-- HAProxy: set map <file> " + file.migration() + " be_green"),
                "the proxy, read back, says green; blue gets no requests",
                "lead all traffic to blue")),
        List.of(judged(10_000)),
        back("-- HAProxy: set map <file> " + file.migration() + " be_blue"));
    add(
        "Watch",
        "everybody is served by green; blue stands by",
        "Green bears a whole day's load.",
        List.of(
            watch(
                "3.1",
                afterLast("3.1"),
                soak(),
                "Watch for the soak time",
                "2.1 stands",
                "nobody asks to go back",
                "lead all traffic to blue")),
        List.of(
            new GateView(
                "soak",
                "green has served everybody for " + Texts.duration(file.gates().soak()),
                List.of())),
        back("-- HAProxy: set map <file> " + file.migration() + " be_blue"));
    remove("Retire blue", "nobody asked to go back for the soak time");
  }

  private Estimate soak() {
    double s = file.gates().soak().toSeconds();
    return Estimate.of(s, s, s * 2, "the soak time of the settings");
  }

  private void remove(String name, String before) {
    String number = "" + phases.size();
    var steps = new ArrayList<Step>();
    if (file.pattern() == MigrationPattern.FEATURE_FLAG) {
      steps.add(
          watch(
              number + ".1",
              afterLast(number + ".1"),
              soak(),
              "Soak at 100 %",
              "the last step was judged healthy",
              "nobody asks to go back",
              "share back to 0"));
    }
    String approve = number + "." + (steps.size() + 1);
    steps.add(
        manual(
            approve,
            afterLast(approve),
            people(Duration.ofHours(4)),
            owners.approvers(),
            "Approve",
            before,
            List.of(),
            file.gates().approvalsMin() + " different people approved",
            "do not go on"));
    String gone = number + "." + (steps.size() + 1);
    steps.add(
        new Step(
            gone,
            name,
            approve + " stands",
            List.of(),
            file.change().old() + " is gone",
            owners.application(),
            afterLast(gone),
            people(Duration.ofDays(1)),
            "",
            "never",
            "the old one is gone: going back is a new release"));
    add(
        name,
        "everybody has " + file.change().replacement(),
        "Nothing is left of the old one.",
        steps,
        List.of(
            new GateView(
                "approvals", file.gates().approvalsMin() + " different people approve", List.of())),
        new Rollback(
            "none after " + gone,
            owners.approvers(),
            List.of(),
            "none",
            "before " + gone + ": as in the phase before; after it: a new release"));
  }

  private List<Risk> risks() {
    return List.of(
        new Risk(
            "the new one is slower or fails more under full load",
            "not measured before users get it",
            "small shares first, judged against the old one; back in seconds",
            "medium",
            "the share of the step",
            "errors and p95 of the new one",
            owners.application()),
        new Risk(
            "the old one cannot read what the new one wrote",
            "cannot be seen from here",
            "a test of the testing plan; additive changes of data only until the end",
            "medium",
            "going back shows errors",
            "errors of the old one after going back",
            owners.application()),
        new Risk(
            "the flag service or the proxy is down",
            "cannot be excluded",
            "the last known state is kept by the clients; the old one is the default",
            "low",
            "no change of the share until it is back",
            "its own alerts",
            owners.commander()));
  }

  private List<String> unknowns() {
    return List.of(
        "Nothing was looked at: this plan is made of migration.yaml alone.",
        "That both versions may use the same data at the same time.",
        "That the traffic is what application.readsPerSecond says, at every hour.",
        "This tool carries out migrations of rows; the steps of this plan are done by hand.");
  }
}
