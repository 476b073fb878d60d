package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Rollback;
import dev.migrationplanner.plan.Plan.Step;
import java.util.List;

/** What one phase consists of; its gates come from elsewhere. */
record PhaseSteps(String name, String stage, String goal, List<Step> steps, Rollback rollback) {

  static final String TOOL = "the tool";
  static final String ON_CALL = "whoever is on call";
  static final String NOTHING = "none";
  static final String SECONDS = "seconds";

  /** What the tool does and waits for; people's work is not in it. */
  Estimate machine() {
    Estimate sum = Estimate.of(0, 0, 0, "");
    for (Step step : steps) {
      if (!step.byPeople()) {
        String method = join(sum.method(), step);
        sum = sum.plus(step.estimate(), method);
      }
    }
    return sum;
  }

  private static String join(String methods, Step step) {
    String own = step.id() + ": " + step.estimate().method();
    return methods.isEmpty() ? own : methods + "; " + own;
  }

  /** A step that the tool carries out by itself. */
  static Step tool(
      String id,
      List<String> after,
      Estimate time,
      String action,
      String before,
      String then,
      String undo) {
    return new Step(id, action, before, List.of(), then, TOOL, after, time, undo, SECONDS, NOTHING);
  }

  /** A step of somebody's, with its commands. */
  static Step manual(
      String id,
      List<String> after,
      Estimate time,
      String owner,
      String action,
      String before,
      List<String> commands,
      String then,
      String undo) {
    return new Step(id, action, before, commands, then, owner, after, time, undo, SECONDS, NOTHING);
  }
}
