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
      lines.add("  On a slow or busy machine: --scale 0.2 --writes 100 --reads 600");
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
    if (result.comparedRows() == 0) {
      lines.add("  judged       not yet: it ended before the first judgement of both sides");
      return lines;
    }
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
    long pause = result.flipPauseMillis().getOrDefault("max", -1L);
    lines.add("  flip         " + (pause < 0 ? "none" : "writes waited at most " + pause + " ms"));
    if (!result.tablesUnproved().isEmpty()) {
      lines.add(
          "  unproved     too few shadow reads for a proof of their own: "
              + String.join(", ", result.tablesUnproved()));
    }
    return lines;
  }
}
