package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Workload;
import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanDiff;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.plan.Planner;
import dev.migrationplanner.plan.RolloutFile;
import dev.migrationplanner.plan.RolloutPlanner;
import dev.migrationplanner.plan.ToldFacts;
import dev.migrationplanner.plan.ToldStatements;
import dev.migrationplanner.survey.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan}. */
@Command(
    name = "plan",
    description =
        "Look at both systems and write the plan into plan/ beside the file. Changes nothing.")
final class PlanCommand implements Callable<Integer> {
  private static final int SHOWN_MAX = 20;

  private final Console console;

  @Mixin private FileOption file = new FileOption();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the plan goes (default: plan/ beside the migration's file).")
  private @Nullable Path out;

  @Option(
      names = "--facts",
      paramLabel = "FACTS",
      description = {
        "Plan on paper, of facts told in this file (YAML), or of the facts.json of a former plan;"
            + " no server is asked."
      })
  private @Nullable Path told;

  @Option(
      names = "--diff",
      paramLabel = "OLD",
      description = "Say what changed since that plan (a folder or plan.json).")
  private @Nullable Path old;

  @Option(
      names = "--pilot",
      description = {
        "Measure with real chunks, copied into a scratch schema of the target that is removed again."
      })
  private boolean pilot;

  @Option(
      names = "--statements",
      paramLabel = "STATEMENTS",
      description = {
        "What the application sends, one statement a line, beside those that the source keeps (MariaDB"
            + " keeps none by default); values are left out."
      })
  private @Nullable Path statements;

  @Mixin private SpeechOptions speech = new SpeechOptions();

  PlanCommand(Console console) {
    this.console = console;
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The migration's file; the same as --file.")
  void named(Path named) {
    file.file = named;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = out;
    PlanPlace place = folder == null ? PlanPlace.beside(file.file) : new PlanPlace(folder);
    Path former = old;
    Plan before = former == null ? null : PlanFile.read(former);
    Made made = file.movesRows() ? ofRows(place) : ofRollout(place);
    List<String> changes = before == null ? List.of() : PlanDiff.of(before, made.plan());
    say(made.plan(), made.written(), before == null ? null : changes);
    return exit(made.plan(), PlanDiff.changesThePlan(changes)).code();
  }

  private Made ofRows(PlanPlace place) throws Exception {
    MigrationFile migration = file.read();
    Decisions decisions = Decisions.read(place.decisions());
    Facts facts = facts(migration, place);
    Plan plan = Planner.plan(migration, decisions, facts);
    var made = new Made(plan, PlanFile.write(place.folder(), plan, facts));
    Files.deleteIfExists(place.unfinishedScan());
    return made;
  }

  private Made ofRollout(PlanPlace place) throws IOException {
    Plan plan = RolloutPlanner.plan(RolloutFile.read(file.file));
    return new Made(plan, PlanFile.write(place.folder(), plan));
  }

  private record Made(Plan plan, List<Path> written) {}

  private Facts facts(MigrationFile migration, PlanPlace place) throws Exception {
    Path path = told;
    if (path == null) {
      return look(migration, place);
    }
    if (pilot) {
      throw Failure.usage(
          "A pilot needs both servers, and --facts asks none.", "Leave out one of the two.");
    }
    return path.toString().endsWith(".json")
        ? Facts.parse(Files.readString(path))
        : ToldFacts.read(migration, path);
  }

  private Facts look(MigrationFile migration, PlanPlace place) throws Exception {
    Progress progress = new Progress(console);
    try (DatabasePair databases = DatabasePair.open(migration)) {
      Database source = databases.source();
      Database target = databases.target();
      Path sent = statements;
      List<Workload.Statement> known = sent == null ? List.of() : ToldStatements.read(sent);
      Facts facts =
          Survey.of(migration, source, target, place.unfinishedScan(), known, progress::show);
      return pilot ? Survey.pilot(migration, facts, source, target, progress::show) : facts;
    } finally {
      progress.end();
    }
  }

  private static Exit exit(Plan plan, boolean changed) {
    if (plan.blocked()) {
      return Exit.BLOCKED;
    }
    return plan.decisionsNeeded().isEmpty() && !changed ? Exit.DONE : Exit.OPEN;
  }

  private void say(Plan plan, List<Path> written, @Nullable List<String> changes) {
    if (speech.json) {
      console.json(summary(plan, written, changes));
      return;
    }
    if (changes != null) {
      console.line(changes.isEmpty() ? "Nothing changed." : String.join("\n", changes));
    }
    console.line(console.paint(colour(plan), plan.state()));
    show("mend", plan.blocking());
    show("decide", plan.decisionsNeeded());
    console.line("Wrote " + written.get(written.size() - 1).getParent() + "; read PLAN.md there.");
  }

  private void show(String verb, List<Finding> findings) {
    findings.stream().limit(SHOWN_MAX).forEach(finding -> show(verb, finding));
    if (findings.size() > SHOWN_MAX) {
      console.line("  and " + (findings.size() - SHOWN_MAX) + " more in PLAN.md");
    }
  }

  /** With the statement or setting that mends it, to be copied from here. */
  private void show(String verb, Finding finding) {
    console.line("  " + verb + " " + finding.id() + ": " + finding.what());
    finding.remedy().lines().limit(SHOWN_MAX).forEach(line -> console.line("       " + line));
  }

  private static Console.Colour colour(Plan plan) {
    return switch (exit(plan, false)) {
      case DONE -> Console.Colour.GREEN;
      case BLOCKED -> Console.Colour.RED;
      default -> Console.Colour.YELLOW;
    };
  }

  private static Map<String, Object> summary(
      Plan plan, List<Path> written, @Nullable List<String> changes) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("state", plan.state());
    summary.put("hash", plan.hash());
    summary.put("blocking", plan.blocking());
    summary.put("decisionsNeeded", plan.decisionsNeeded());
    summary.put("findings", plan.findings().size());
    if (changes != null) {
      summary.put("changes", changes);
    }
    summary.put("files", written.stream().map(Path::toString).toList());
    return summary;
  }
}
