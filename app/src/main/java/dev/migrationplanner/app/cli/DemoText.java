package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.demo.DemoResult;
import java.util.ArrayList;
import java.util.List;

/** A demo's result for people. */
final class DemoText {
  private DemoText() {}

  static List<String> lines(DemoResult result) {
    List<String> lines = new ArrayList<>();
    if (!result.message().isEmpty()) {
      lines.add("  " + result.message());
    }
    lines.add(
        "  writes       "
            + Numbers.count(result.acknowledgedWrites())
            + " acknowledged ("
            + Math.round(result.writesPerSecond())
            + "/s), "
            + result.failedWrites()
            + " failed, "
            + result.unknownWrites()
            + " unknown");
    lines.add(
        "  judged       "
            + result.lostWrites()
            + " lost, "
            + result.duplicatedWrites()
            + " duplicated, "
            + result.resurrectedRows()
            + " resurrected, "
            + result.differences()
            + " differences in "
            + Numbers.count(result.comparedRows())
            + " rows read");
    lines.add("  rollbacks    " + result.rollbacks().size() + ", each judged right after");
    lines.add(
        "  flip         writes waited at most " + result.flipPauseMillis().get("max") + " ms");
    if (!result.tablesUnproved().isEmpty()) {
      lines.add(
          "  unproved     too few shadow reads for a proof of their own: "
              + String.join(", ", result.tablesUnproved()));
    }
    return lines;
  }
}
