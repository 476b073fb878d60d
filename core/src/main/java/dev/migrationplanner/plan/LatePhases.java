package dev.migrationplanner.plan;

import static dev.migrationplanner.plan.PhaseSteps.NOTHING;
import static dev.migrationplanner.plan.PhaseSteps.SECONDS;
import static dev.migrationplanner.plan.PhaseSteps.TOOL;
import static dev.migrationplanner.plan.PhaseSteps.manual;
import static dev.migrationplanner.plan.PhaseSteps.tool;

import dev.migrationplanner.plan.Plan.Rollback;
import dev.migrationplanner.plan.Plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Phases 4 to 6: reads, then writes move, then the source is let go. */
final class LatePhases {

  private static final List<String> ADVANCE = List.of("migration-planner advance");
  private static final String LIBRARY_ONLY =
      "-- for each account that writes through the library alone: migration-planner decide"
          + " account/<account> library-only --who <name> --why <reason>";

  /** What is said where no statement is known. */
  static final String AS_THEY_WERE = "let them in as they were";

  private final MigrationFile file;
  private final Facts facts;
  private final Estimator estimator;
  private final Owners owners;

  LatePhases(MigrationFile file, Facts facts, Estimator estimator) {
    this.file = file;
    this.facts = facts;
    this.estimator = estimator;
    this.owners = new Owners(file.team());
  }

  PhaseSteps flipReads() {
    var steps = new ArrayList<Step>();
    steps.add(
        manual(
            "4.0",
            List.of("3.3"),
            Estimate.moment("one command"),
            owners.commander(),
            "Begin the ramp",
            "the gates of phase 3 are open",
            List.of("migration-planner advance"),
            "the first step is held",
            "migration-planner rollback"));
    for (int share : file.ramp()) {
      steps.add(ramp(steps.size(), share));
    }
    return new PhaseSteps(
        "Flip reads",
        "LIVE: the ramp's share of keys reads the target with the source as shadow, the others as in"
            + " SHADOW; writes the source, then the target",
        "The target answers all reads. The source is still the authority of every write.",
        steps,
        new Rollback(
            "the ramp's judge fails a step (it goes back by itself), or anybody on call says so",
            owners.commander(),
            List.of("migration-planner rollback"),
            SECONDS,
            "reads go back to the source; nothing is lost"));
  }

  private Step ramp(int number, int share) {
    return tool(
        "4." + number,
        List.of("4." + (number - 1)),
        estimator.rampStep(share),
        "Let " + Texts.percent(share / 10_000.0) + " of the keys read the target",
        number == 1 ? "the ramp has begun" : "the step before was judged healthy",
        "held for "
            + Texts.duration(file.gates().holdPerStep())
            + " at least and judged; the others stay in SHADOW",
        "share back to 0: the next poll of each instance, at most seconds");
  }

  PhaseSteps flipWrites() {
    boolean dual = file.pattern() == MigrationPattern.DUAL_WRITE;
    return new PhaseSteps(
        "Flip writes",
        dual
            ? "RAMP_DOWN: reads and writes the target only; reverse sync keeps the source current"
            : "the application's connections lead to the target; reverse sync keeps the source current",
        "The target is the authority. The way back stays open: the source follows every write.",
        List.copyOf(flipSteps(dual)),
        new Rollback(
            "errors or latency beyond the budget after the flip, or a fault of the target",
            owners.commander(),
            back(dual),
            "the fence waits for transactions in flight: about a second of held writes",
            "no write is lost: those made on the target are brought back before the flip back"));
  }

  private List<Step> flipSteps(boolean dual) {
    var steps = new ArrayList<Step>();
    String before = dual ? "4." + file.ramp().size() : "2.6";
    steps.add(restore("5.0", before, "a backup of the target as it will be in phase 5"));
    steps.add(
        new Step(
            "5.1",
            dual
                ? "Shut writers without the library out of the source, for all of this phase"
                : "Shut everybody who writes out of the source, for all of this phase; the"
                    + " application cannot write from here until 5.3",
            dual
                ? "their owners know; the application's library users are not among them"
                : "their owners know, and the application is ready to connect to the target",
            facts.source().shutOut(),
            "the gate one-authority passes: no session of theirs is open, none can be opened",
            owners.source(),
            List.of(before),
            estimator.people("5.1", Duration.ofMinutes(30)),
            letIn(),
            SECONDS,
            "writes of a program nobody thought of: it is refused, and shows in its own log"));
    steps.add(
        manual(
            "5.2",
            List.of("5.0", "5.1"),
            Estimate.moment("the fence waits for transactions in flight, in bounded time"),
            owners.commander(),
            "Flip",
            "the gates before this phase are open; 5.1 stands",
            dual ? List.of(LIBRARY_ONLY, "migration-planner advance") : ADVANCE,
            "fence, last hop with both logs drained, counters set ahead, then one epoch row in the"
                + " target is the flip; before it everything is let go unchanged",
            "migration-planner rollback"));
    if (!dual) {
      steps.add(
          manual(
              "5.3",
              List.of("5.2"),
              estimator.people("5.3", Duration.ofMinutes(10)),
              owners.application(),
              "Let the application in on the target, and connect it there",
              "the flip is committed; its account has its rights on the target's tables",
              facts.target().letIn(),
              "it writes the target",
              "-- shut it out of the target, then migration-planner rollback"));
    }
    int next = steps.size();
    steps.add(
        new Step(
            "5." + next,
            "Bring every write of the target back to the source (reverse sync)",
            "the flip is committed",
            List.of(),
            "the source equals the target within a hop",
            TOOL,
            List.of("5.2"),
            Estimate.moment("its log reader runs since the copy ended"),
            "migration-planner rollback flips back: fence, drain back, flip",
            "the fence and the lag of the reverse sync: about a second",
            "should the target die for good: the writes that status shows as at risk (the lag of"
                + " the reverse sync), and no others"));
    steps.add(
        tool(
            "5." + (next + 1),
            List.of("5." + next),
            estimator.comparison(),
            "Compare every table in full, in reverse",
            "reverse sync keeps up",
            "every table is equal",
            "nothing was changed"));
    steps.add(
        tool(
            "5." + (next + 2),
            List.of("5." + next),
            estimator.soak(),
            "Soak",
            "the target is the authority",
            "nobody asks to go back",
            "migration-planner rollback"));
    steps.add(
        restore(
            "5." + (next + 3), "5." + next, "a backup of the target that was made since the flip"));
    return steps;
  }

  /** What the gate restore asks for; a backup that nobody restored is none. */
  private Step restore(String id, String after, String backup) {
    return manual(
        id,
        List.of(after),
        estimator.people(id, Duration.ofHours(4)),
        owners.target(),
        "Restore " + backup + " on a spare server, and say so on record",
        "the target has a backup of its own",
        List.of(
            "-- your backup's own commands; count the rows of each table there",
            "migration-planner decide restore proved --who <name> --why <which backup, where, what"
                + " was compared; or waive, and why>"),
        "the gate restore names who said so and why",
        "nothing was changed");
  }

  /** Without the library nothing but the database fences the way back, either. */
  private List<String> back(boolean dual) {
    if (dual) {
      return List.of("migration-planner rollback", "-- then let writers in again: " + letIn());
    }
    var commands = new ArrayList<String>();
    commands.add("-- on the target:");
    commands.addAll(facts.target().shutOut());
    commands.add("migration-planner rollback");
    commands.add("-- on the source:");
    commands.addAll(facts.source().letIn());
    return commands;
  }

  private String letIn() {
    return facts.source().letIn().isEmpty()
        ? AS_THEY_WERE
        : String.join("; ", facts.source().letIn());
  }

  PhaseSteps decommission() {
    return new PhaseSteps(
        "Decommission",
        "COMPLETE: the target only",
        "The source is let go. After this there is no way back.",
        List.of(
            tool(
                "6.1",
                file.pattern() == MigrationPattern.DUAL_WRITE
                    ? List.of("5.4", "5.5", "5.6")
                    : List.of("5.5", "5.6", "5.7"),
                estimator.comparison(),
                "Compare every table in full for the last time",
                "the soak time is over",
                "the evidence has its hash",
                "nothing was changed"),
            manual(
                "6.2",
                List.of("6.1"),
                estimator.people("6.2", Duration.ofHours(4)),
                owners.source(),
                "Archive the source, and restore the archive once on a spare server",
                "6.1 found every table equal",
                List.of(dump(), "-- restore it on a spare server, and count: rows a table as here"),
                "the archive was restored and compared",
                "delete the archive"),
            manual(
                "6.3",
                List.of("6.2"),
                estimator.people("6.3", Duration.ofHours(4)),
                owners.approvers(),
                "Approve, in sight of the evidence",
                "6.1 and 6.2 stand",
                List.of("migration-planner approve --who <name> --why <reason>"),
                file.gates().approvalsMin() + " different people approved this very evidence",
                "do not advance"),
            new Step(
                "6.4",
                "Stop reverse sync and drop the guards that kept the way back open",
                "6.3 stands",
                List.of("migration-planner advance"),
                "every table was archived, read back and held against the source, row by row; only"
                    + " then the source follows no more",
                owners.commander(),
                List.of("6.3"),
                Estimate.moment("one command"),
                "",
                "never",
                "from here on the source misses every new write; only the archive is left of it"),
            manual(
                "6.5",
                List.of("6.4"),
                estimator.people("6.5", Duration.ofDays(3)),
                owners.application(),
                "Take the library's calls and the old connection out of"
                    + " the application; remove the tool's users, tables and flags",
                "6.4 is done",
                List.of("migration-planner cleanup --application-gone"),
                "nothing speaks of the source",
                "release the former version")),
        new Rollback(
            "none after 6.4",
            owners.approvers(),
            List.of(),
            NOTHING,
            "before 6.4: as in phase 5; after it: none"));
  }

  private String dump() {
    var source = file.source();
    String where =
        " -h " + source.host() + " -P " + source.port() + " -u " + source.user() + " -p ";
    return switch (source.engine()) {
      case "postgresql" ->
          "pg_dump -Fc -h "
              + source.host()
              + " -p "
              + source.port()
              + " -U "
              + source.user()
              + " -f "
              + source.database()
              + ".dump "
              + source.database();
      case "mysql" ->
          "mysqldump --single-transaction --routines --events" + where + source.database();
      default ->
          "mariadb-dump --single-transaction --routines --events" + where + source.database();
    };
  }
}
