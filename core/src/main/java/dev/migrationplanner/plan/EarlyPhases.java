package dev.migrationplanner.plan;

import static dev.migrationplanner.plan.PhaseSteps.SECONDS;
import static dev.migrationplanner.plan.PhaseSteps.manual;
import static dev.migrationplanner.plan.PhaseSteps.tool;

import dev.migrationplanner.plan.Plan.Rollback;
import java.time.Duration;
import java.util.List;

/** Phases 0 to 3: the source is the authority, and answers every read. */
final class EarlyPhases {

  /** The step that copies the rows. */
  static final String COPY = "2.2";

  private final MigrationFile file;
  private final Estimator estimator;
  private final Owners owners;

  EarlyPhases(MigrationFile file, Estimator estimator) {
    this.file = file;
    this.estimator = estimator;
    this.owners = new Owners(file.team());
  }

  private boolean dual() {
    return file.pattern() == MigrationPattern.DUAL_WRITE;
  }

  PhaseSteps prepare() {
    Estimate moment = Estimate.moment("a few statements");
    return new PhaseSteps(
        "Prepare",
        "OFF: the application reads and writes the source only",
        "Know what will happen before anything does: every finding decided, both servers ready, the"
            + " target's tables made, this plan tried on copies.",
        List.of(
            manual(
                "0.1",
                List.of(),
                estimator.people("0.1", Duration.ofDays(2)),
                owners.owner(),
                "Decide every open finding of this plan",
                "the plan is read by all who are named in it",
                List.of(
                    "migration-planner decide <finding> <choice> --who <name> --why <reason>",
                    "migration-planner plan"),
                "the plan says GO",
                "take the decision out of decisions.yaml"),
            manual(
                "0.2",
                List.of("0.1"),
                estimator.people("0.2", Duration.ofDays(2)),
                owners.commander(),
                "Try this plan on copies of both systems: a migration.yaml that names the copies, then"
                    + " start, and rollback out of every phase. Then say so on record",
                "copies of both systems",
                List.of(
                    "migration-planner start --file rehearsal/migration.yaml",
                    "migration-planner rollback --file rehearsal/migration.yaml",
                    "migration-planner rehearsed rehearsal/migration.yaml --who <name>",
                    "-- or, with your reasons: migration-planner decide rehearsal waive --who <name> --why"
                        + " <why not>"),
                "the times to roll back are known; the gate names who said so and why",
                "throw the copies away"),
            manual(
                "0.3",
                List.of("0.1"),
                estimator.people("0.3", Duration.ofHours(2)),
                owners.target(),
                "Give the tool its grants on both sides",
                "grants.sql is read",
                List.of("-- grants.sql beside this plan"),
                "the preflight finds every requirement met",
                "REVOKE them"),
            tool(
                "0.4",
                List.of("0.2", "0.3"),
                moment,
                "Check both servers again (preflight); make the tool's own tables (migration_planner) on"
                    + " both sides",
                "the plan is not stale",
                "the epoch row stands at epoch 1, authority SOURCE",
                "migration-planner cleanup"),
            tool(
                "0.5",
                List.of("0.4"),
                moment,
                "Make the target's tables with their primary keys, as in schema.sql",
                "the target has no table of these names",
                "the target has them, empty",
                "drop them, as in schema.sql")),
        new Rollback(
            "any finding that cannot be decided",
            owners.owner(),
            List.of(
                "migration-planner cleanup",
                "-- it removes the tool's own objects; then drop the tables: the last part of schema.sql"),
            SECONDS,
            "the target's tables go; nothing is lost"));
  }

  PhaseSteps dualWrite() {
    return new PhaseSteps(
        "Dual write",
        "DUAL_WRITE: writes the source, then the target; reads the source",
        "Both sides receive every write from here on, and the keys of all changes are collected from"
            + " the source's log.",
        List.of(
            manual(
                "1.1",
                List.of("0.1"),
                estimator.people("1.1", Duration.ofDays(5)),
                owners.application(),
                "Release the application with the library around its writes (the code is in code/)",
                "the application's tests pass with Stage DUAL_WRITE and with Stage OFF",
                List.of(),
                "every instance reports to the control plane; Stage is OFF, so nothing changed yet",
                "release the former version"),
            tool(
                "1.2",
                List.of("0.5"),
                Estimate.moment("one connection"),
                "Begin to collect changed keys from the source's log",
                "the log is kept long enough (preflight)",
                "the position is saved, keys are durable before the log is acknowledged",
                "stop the reader"),
            manual(
                "1.3",
                List.of("1.1", "1.2"),
                Estimate.moment("one command"),
                owners.commander(),
                "Begin dual writes",
                "1.1 and 1.2 stand",
                List.of("migration-planner advance"),
                "secondary writes are counted, their failures make their keys pending",
                "migration-planner rollback"),
            tool(
                "1.4",
                List.of("1.3"),
                estimator.secondaryWrites(),
                "Count secondary writes until the gate opens",
                "dual writes are on",
                "the gates of phase 1 pass",
                "nothing was changed")),
        new Rollback(
            "secondary writes fail beyond "
                + Texts.percent(file.gates().secondaryWriteErrorsMax())
                + ", or the application's own writes become slower than it allows",
            owners.commander(),
            List.of("migration-planner rollback"),
            SECONDS,
            "the target receives nothing more; nothing is lost"));
  }

  PhaseSteps backfill() {
    return new PhaseSteps(
        "Backfill",
        dual() ? "DUAL_WRITE" : "OFF: the application needs no change",
        "Every row of the source is on the target, and stays equal while the source goes on changing.",
        List.of(
            tool(
                "2.1",
                List.of(dual() ? "1.4" : "0.5"),
                Estimate.moment("one connection"),
                dual() ? "Go on collecting changed keys" : "Begin to collect changed keys",
                "the log is kept long enough (preflight)",
                "the position is saved",
                "stop the reader"),
            tool(
                COPY,
                List.of("2.1"),
                estimator.copy(),
                "Copy all tables in chunks, "
                    + file.copy().workers()
                    + " at once, each with its checkpoint in one transaction of the target",
                "the target's tables are empty or hold only what dual writes brought",
                "every chunk is done; a killed tool goes on where it was",
                "empty the target's tables, as in schema.sql"),
            tool(
                "2.3",
                List.of(COPY),
                estimator.indexes(),
                "Make the other indexes",
                "all chunks are copied",
                "the target has every index of schema.sql",
                "drop them"),
            tool(
                "2.4",
                List.of("2.3"),
                estimator.catchUp(),
                "Reconcile the keys changed meanwhile until few are left",
                "all chunks are copied",
                "at most "
                    + Texts.count(file.gates().pendingKeysMax())
                    + " keys wait, hops follow each other",
                "stop the sync"),
            tool(
                "2.5",
                List.of("2.4"),
                estimator.foreignKeys(),
                "Make the foreign keys without checking, then check them",
                "the sync keeps up",
                "every foreign key is validated",
                "drop them"),
            tool(
                "2.6",
                List.of("2.5"),
                estimator.comparison(),
                "Compare every table in full, by digests computed inside both databases",
                "the sync keeps up",
                "every table is equal, or its differing keys are pending and looked at again",
                "nothing was changed")),
        new Rollback(
            "tables differ and stay different, the source suffers from being read, or the target's"
                + " disk fills",
            owners.commander(),
            List.of("migration-planner pause", "migration-planner rollback"),
            SECONDS,
            "empties the target's tables; nothing is lost"));
  }

  PhaseSteps dualRead() {
    return new PhaseSteps(
        "Dual read",
        "SHADOW: reads the source, reads the target too, compares, answers from the source",
        "The target answers real reads as the source does, and fast enough; users see nothing of it.",
        List.of(
            manual(
                "3.1",
                List.of("1.1"),
                estimator.people("3.1", Duration.ofDays(3)),
                owners.application(),
                "Release the application with the library around its reads (the code is in code/)",
                "tests pass with Stage SHADOW",
                List.of(),
                "every instance reports shadow reads",
                "release the former version"),
            manual(
                "3.2",
                List.of("2.6", "3.1"),
                Estimate.moment("one command"),
                owners.commander(),
                "Begin shadow reads",
                "the gates of phase 2 are open",
                List.of("migration-planner advance"),
                "mismatches are looked at again at a later hop; only what persists counts",
                "migration-planner rollback"),
            tool(
                "3.3",
                List.of("3.2"),
                estimator.shadowReads(),
                "Count clean shadow reads until the gate opens",
                "shadow reads are on",
                "the gates of phase 3 pass",
                "nothing was changed")),
        new Rollback(
            "confirmed mismatches beyond "
                + Texts.percent(file.gates().mismatchMax())
                + ", or p95 of the target beyond "
                + Math.round(file.gates().readP95MaxMillis())
                + " ms",
            owners.commander(),
            List.of("migration-planner rollback"),
            SECONDS,
            "shadow reads stop; nothing is lost"));
  }
}
