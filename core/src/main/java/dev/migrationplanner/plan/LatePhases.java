package dev.migrationplanner.plan;

import static dev.migrationplanner.plan.PhaseSteps.manual;
import static dev.migrationplanner.plan.PhaseSteps.tool;

import dev.migrationplanner.plan.Plan.Rollback;
import dev.migrationplanner.plan.Plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Phases 4 to 6: reads, then writes move, then the source is let go. */
final class LatePhases {

  private final MigrationFile file;
  private final Facts facts;
  private final Owners owners;

  LatePhases(MigrationFile file, Facts facts) {
    this.file = file;
    this.facts = facts;
    this.owners = new Owners(file.team());
  }

  PhaseSteps flipReads() {
    var steps = new ArrayList<Step>();
    int number = 1;
    for (int share : file.ramp()) {
      steps.add(
          tool(
              "4." + number++,
              "Let " + Texts.percent(share / 10_000.0) + " of the keys read the target",
              number == 2 ? "the gates of phase 3 are open" : "the step before was judged healthy",
              "held for "
                  + Texts.duration(file.gates().holdPerStep())
                  + " at least and judged; the others stay in SHADOW",
              "share back to 0: the next poll of each instance, at most seconds"));
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
            "seconds",
            "reads go back to the source; nothing is lost"),
        "");
  }

  PhaseSteps flipWrites() {
    return new PhaseSteps(
        "Flip writes",
        file.pattern() == MigrationPattern.DUAL_WRITE
            ? "RAMP_DOWN: reads and writes the target only; reverse sync keeps the source current"
            : "the application's connections lead to the target; reverse sync keeps the source current",
        "The target is the authority. The way back stays open: the source follows every write.",
        List.of(
            new Step(
                "5.1",
                "Shut writers without the library out of the source, for all of this phase",
                "their owners know; the application's library users are not among them",
                facts.source().shutOut(),
                "no session of theirs is open, none can be opened",
                owners.source(),
                String.join("; ", facts.source().letIn()),
                "writes of a program nobody thought of: it is refused, and shows in its own log"),
            manual(
                "5.2",
                owners.commander(),
                "Flip",
                "the gates before this phase are open; 5.1 stands",
                List.of("migration-planner advance"),
                "fence, last hop with both logs drained, counters set ahead, then one epoch row in the"
                    + " target is the flip; before it everything is let go unchanged",
                "migration-planner rollback"),
            tool(
                "5.3",
                "Bring every write of the target back to the source (reverse sync)",
                "the flip is committed",
                "the source equals the target within a hop",
                "migration-planner rollback flips back: fence, drain back, flip"),
            tool(
                "5.4",
                "Compare every table in full, in reverse",
                "reverse sync keeps up",
                "every table is equal",
                "nothing was changed")),
        new Rollback(
            "errors or latency beyond the budget after the flip, or a fault of the target",
            owners.commander(),
            List.of(
                "migration-planner rollback",
                "let writers in again: " + String.join("; ", facts.source().letIn())),
            "the fence waits for transactions in flight: about a second of held writes",
            "no write is lost: those made on the target are brought back before the flip back"),
        "");
  }

  PhaseSteps decommission() {
    return new PhaseSteps(
        "Decommission",
        "COMPLETE: the target only",
        "The source is let go. After this there is no way back.",
        List.of(
            tool(
                "6.1",
                "Compare every table in full for the last time",
                "the soak time is over",
                "the evidence has its hash",
                "nothing was changed"),
            manual(
                "6.2",
                owners.source(),
                "Archive the source",
                "6.1 found every table equal",
                List.of(dump()),
                "the archive was read back once",
                "delete the archive"),
            manual(
                "6.3",
                owners.approvers(),
                "Approve, in sight of the evidence",
                "6.1 and 6.2 stand",
                List.of("migration-planner approve --who <name> --why <reason>"),
                file.gates().approvalsMin() + " different people approved this very evidence",
                "take the approval back before 6.4"),
            new Step(
                "6.4",
                "Stop reverse sync and drop the guards that kept the way back open",
                "6.3 stands",
                List.of("migration-planner advance"),
                "the source follows no more",
                owners.commander(),
                "",
                "from here on the source misses every new write; only the archive is left of it"),
            manual(
                "6.5",
                owners.application(),
                "Take the library's calls and the old connection out of"
                    + " the application; remove the tool's users, tables and flags",
                "6.4 is done",
                List.of("migration-planner cleanup"),
                "nothing speaks of the source",
                "release the former version")),
        new Rollback(
            "none after 6.4",
            owners.approvers(),
            List.of(),
            "none",
            "before 6.4: as in phase 5; after it: none"),
        "6.4");
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
