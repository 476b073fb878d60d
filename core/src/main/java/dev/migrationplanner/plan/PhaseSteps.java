package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Rollback;
import dev.migrationplanner.plan.Plan.Step;
import java.util.List;

/** What one phase consists of; its gates and estimate come from elsewhere. */
record PhaseSteps(
    String name,
    String stage,
    String goal,
    List<Step> steps,
    Rollback rollback,
    String pointOfNoReturn) {

  static final String TOOL = "the tool";
  static final String NOTHING = "none";

  /** A step that the tool carries out by itself. */
  static Step tool(String id, String action, String before, String after, String undo) {
    return new Step(id, action, before, List.of(), after, TOOL, undo, NOTHING);
  }

  /** A step of somebody's, with its commands. */
  static Step manual(
      String id,
      String owner,
      String action,
      String before,
      List<String> commands,
      String after,
      String undo) {
    return new Step(id, action, before, commands, after, owner, undo, NOTHING);
  }
}
