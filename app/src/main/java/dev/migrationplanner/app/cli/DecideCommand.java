package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.run.Command.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code decide}. */
@Command(
    name = "decide",
    description = "Record a decision on a finding or a gate, and who made it and why.")
final class DecideCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "The finding's or gate's id.")
  private String subject = "";

  @Parameters(index = "1", paramLabel = "CHOICE", description = "What is decided.")
  private String choice = "";

  @Option(
      names = "--until",
      paramLabel = "DAY",
      description = "The last day it holds, e.g. 2026-12-31 (default: for good).")
  private String until = "";

  DecideCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (operator.why.isBlank()) {
      throw Failure.usage(
          "A decision needs a reason.", "Add --why \"...\"; it stands in the final report.");
    }
    if (subject.equals("rehearsal") && choice.equals("passed")) {
      throw Failure.usage(
          "A rehearsal passes by its record, not by a word.",
          "Name the record of it: migration-planner rehearsed FILE; or decide rehearsal waive.");
    }
    return isFinding() ? writeDown() : operator.send(console, Kind.DECIDE, -1, subject, choice);
  }

  /** {@code rule:object}; the name of an account may hold colons, too, after its host's @. */
  private boolean isFinding() {
    int colon = subject.indexOf(':');
    return colon > 0 && !subject.substring(0, colon).startsWith("account/");
  }

  /** What the plan at hand saw: more of it reopens the finding. -1 where there is no such plan. */
  private long hits(PlanPlace place) throws IOException {
    if (!place.exists()) {
      return -1;
    }
    return place.plan().findings().stream()
        .filter(f -> f.id().equals(subject))
        .mapToLong(f -> f.evidence().hits())
        .max()
        .orElse(-1);
  }

  /** A decision of what the plan did not find, or does not offer, decides nothing. */
  private void requireKnown(PlanPlace place) throws IOException {
    if (!place.exists()) {
      return;
    }
    List<Finding> of =
        place.plan().findings().stream().filter(f -> f.id().equals(subject)).toList();
    if (of.isEmpty()) {
      throw Failure.usage(
          "The plan has no finding " + subject + ".",
          "PLAN.md lists them; plan again if the finding is new.");
    }
    if (of.stream().noneMatch(f -> f.choices().contains(choice))) {
      throw Failure.usage(
          subject + " cannot be decided as " + choice + ".",
          of.get(0).choices().isEmpty()
              ? "It must be mended: " + of.get(0).remedy()
              : "Choose one of: " + String.join(", ", of.get(0).choices()));
    }
  }

  /** A finding, {@code rule:object}: the decision stands beside the plan, for the next plan. */
  private int writeDown() throws IOException {
    PlanPlace place = PlanPlace.beside(operator.file.file);
    requireKnown(place);
    Files.createDirectories(place.folder());
    Decisions.read(place.decisions())
        .with(subject, choice, operator.who, operator.why, hits(place), until)
        .write(place.decisions());
    if (operator.speech.json) {
      console.json(Map.of("decided", subject, "file", place.decisions().toString()));
    } else {
      console.line("Wrote it into " + place.decisions() + ". Now: migration-planner plan");
    }
    return Exit.DONE.code();
  }
}
