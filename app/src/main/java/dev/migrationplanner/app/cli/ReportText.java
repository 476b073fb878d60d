package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.PlanVersusActual;
import dev.migrationplanner.run.Status;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report as Markdown: how it stands, the evidence, every step with who and why. */
final class ReportText {
  private ReportText() {}

  static String of(Status status, List<PlanVersusActual.Line> times) {
    return String.join(
        "\n\n",
        head(status),
        "## Plan versus actual\n\n" + times(times),
        "## Gates\n\n" + gates(status),
        "## Tables\n\n" + tables(status),
        "## Traffic in this phase\n\n" + traffic(status.traffic()),
        "## History\n\nEach line is chained to the one before by its hash.\n\n" + history(status));
  }

  private static String head(Status status) {
    return "# Migration "
        + cell(status.migration())
        + "\n\n"
        + "Phase "
        + status.phase()
        + " ("
        + status.phaseName()
        + "), "
        + status.activity().name().toLowerCase(Locale.ROOT)
        + "; the "
        + status.authority().name().toLowerCase(Locale.ROOT)
        + " is the authority, epoch "
        + status.epoch()
        + ".";
  }

  private static String times(List<PlanVersusActual.Line> times) {
    return times.isEmpty()
        ? "The plan it was begun with is not on this machine."
        : PlanVersusActual.markdown(times);
  }

  private static String gates(Status status) {
    return table(
        List.of("Phase", "Gate", "Verdict", "Evidence"),
        status.gates().stream()
            .map(
                gate ->
                    List.of(
                        Integer.toString(gate.phase()),
                        gate.gate(),
                        gate.verdict().toLowerCase(Locale.ROOT),
                        gate.evidence())));
  }

  private static String tables(Status status) {
    return table(
        List.of("Table", "Comparison", "Rows", "Differences", "At"),
        status.comparisons().stream()
            .map(
                table ->
                    List.of(
                        table.table(),
                        table.state().toLowerCase(Locale.ROOT),
                        Numbers.count(table.rows()),
                        Numbers.count(table.differences()),
                        table.at())));
  }

  private static String traffic(Status.Traffic traffic) {
    return table(
        List.of("What", "Count", "Failed or wrong"),
        Stream.of(
            counts("authority writes", traffic.authorityWrites(), traffic.authorityWriteErrors()),
            counts("second writes", traffic.secondaryWrites(), traffic.secondaryWriteErrors()),
            counts("shadow reads", traffic.shadowReads(), traffic.shadowMismatches()),
            counts("reads of old", traffic.readsOld(), traffic.readErrorsOld()),
            counts("reads of new", traffic.readsNew(), traffic.readErrorsNew())));
  }

  private static List<String> counts(String what, long count, long bad) {
    return List.of(what, Numbers.count(count), Numbers.count(bad));
  }

  private static String history(Status status) {
    return table(
        List.of("#", "At", "Who", "What", "Why", "Hash"),
        status.history().stream()
            .map(
                entry ->
                    List.of(
                        Long.toString(entry.number()),
                        entry.at(),
                        entry.who(),
                        entry.what(),
                        entry.why(),
                        entry.hash())));
  }

  private static String table(List<String> heads, Stream<List<String>> rows) {
    String line = heads.stream().map(head -> "---").collect(Collectors.joining("|", "|", "|"));
    return Stream.concat(Stream.of(row(heads), line), rows.map(ReportText::row))
        .collect(Collectors.joining("\n"));
  }

  private static String row(List<String> cells) {
    return cells.stream().map(ReportText::cell).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
