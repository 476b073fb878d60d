package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Console.Colour;
import dev.migrationplanner.plan.PlanVersusActual;
import dev.migrationplanner.run.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A status as text for people. */
final class StatusText {
  private static final int HISTORY_LINES = 5;

  private final Console console;

  StatusText(Console console) {
    this.console = console;
  }

  void print(Status status, List<PlanVersusActual.Line> times) {
    head(status);
    times(status, times);
    sync(status.sync());
    copies(status);
    comparisons(status);
    traffic(status);
    gates(status);
    history(status);
  }

  private void head(Status status) {
    console.line(
        console.paint(Colour.BOLD, status.migration())
            + "  phase "
            + status.phase()
            + " "
            + status.phaseName()
            + ", "
            + words(status.activity())
            + (status.since().isEmpty() ? "" : ", since " + status.since()));
    row(
        "stage",
        words(status.stage())
            + ", the "
            + words(status.authority())
            + " is the authority (epoch "
            + status.epoch()
            + ")");
    if (!status.ramp().isEmpty()) {
      row("reads", Numbers.percent(status.readShare() / 10_000.0) + " of the keys read the target");
    }
    if (!status.message().isEmpty()) {
      row("now", status.message());
    }
  }

  private void sync(Status.Sync sync) {
    String lag = sync.lagMillis() < 0 ? "lag unknown" : "lag " + sync.lagMillis() + " ms";
    row(
        "sync",
        sync.state().toLowerCase(Locale.ROOT).replace('_', ' ')
            + ", "
            + lag
            + ", "
            + Numbers.count(sync.pendingKeys())
            + " pending keys, "
            + Numbers.count(sync.writesAtRisk())
            + " writes at risk");
    if (!sync.message().isEmpty()) {
      row("", sync.message());
    }
  }

  private void times(Status status, List<PlanVersusActual.Line> times) {
    times.stream()
        .filter(line -> line.phase() == status.phase())
        .forEach(line -> row("time", PlanVersusActual.words(line)));
  }

  private void copies(Status status) {
    long done = status.copies().stream().filter(Status.TableCopy::done).count();
    if (!status.copies().isEmpty()) {
      row("backfill", done + " of " + status.copies().size() + " tables done");
    }
    for (Status.TableCopy copy : status.copies()) {
      if (!copy.done()) {
        row(
            "",
            copy.table()
                + ": "
                + Numbers.count(copy.rows())
                + " of about "
                + Numbers.count(copy.rowsEstimated())
                + " rows, "
                + Numbers.rate(copy.rowsPerSecond())
                + ", "
                + Numbers.left(copy.secondsLeft()));
      }
    }
  }

  private void comparisons(Status status) {
    long equal =
        status.comparisons().stream().filter(table -> table.state().equals("EQUAL")).count();
    if (!status.comparisons().isEmpty()) {
      row("comparison", equal + " of " + status.comparisons().size() + " tables equal");
    }
    for (Status.TableComparison table : status.comparisons()) {
      if (table.differences() > 0) {
        String text = table.table() + ": " + Numbers.count(table.differences()) + " differences";
        row("", console.paint(Colour.RED, text));
      }
    }
  }

  private void traffic(Status status) {
    Status.Traffic traffic = status.traffic();
    if (traffic.instances() > 0) {
      row(
          "traffic",
          Numbers.count(traffic.authorityWrites())
              + " writes, "
              + Numbers.count(traffic.secondaryWriteErrors())
              + " second writes failed, "
              + Numbers.count(traffic.shadowReads())
              + " shadow reads, "
              + Numbers.count(traffic.shadowMismatches())
              + " mismatches (this phase)");
    }
    if (!traffic.tablesUnproved().isEmpty()) {
      row(
          "",
          "too few shadow reads for a proof of their own: "
              + String.join(", ", traffic.tablesUnproved()));
    }
  }

  private void gates(Status status) {
    for (Status.GateState gate : status.gates()) {
      Colour colour =
          switch (gate.verdict()) {
            case "PASS" -> Colour.GREEN;
            case "FAIL" -> Colour.RED;
            default -> Colour.YELLOW;
          };
      String waits = gate.waitsFor().isEmpty() ? "" : "; waits for " + gate.waitsFor();
      row(
          "gate",
          console.paint(colour, gate.verdict().toLowerCase(Locale.ROOT))
              + " "
              + gate.gate()
              + ": "
              + gate.evidence()
              + waits);
    }
  }

  private void history(Status status) {
    status.history().stream()
        .sorted(Comparator.comparingLong(Status.Entry::number).reversed())
        .limit(HISTORY_LINES)
        .sorted(Comparator.comparingLong(Status.Entry::number))
        .forEach(this::entry);
  }

  private void entry(Status.Entry entry) {
    String why = entry.why().isEmpty() ? "" : " (" + entry.why() + ")";
    String text = entry.at() + "  " + entry.who() + ": " + entry.what() + why;
    row("", console.paint(Colour.FAINT, text));
  }

  private void row(String name, String text) {
    console.line(String.format(Locale.ROOT, "  %-11s%s", name, text));
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
