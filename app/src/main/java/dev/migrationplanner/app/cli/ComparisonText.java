package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Console.Colour;
import dev.migrationplanner.verify.Difference;
import dev.migrationplanner.verify.TableResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a comparison came to; keys of rows are named only where they were asked for. */
final class ComparisonText {
  private final Console console;
  private final boolean keys;
  private final Map<String, String> leftOut;

  /**
   * @param leftOut tables that were to be compared and could not be, and why
   */
  ComparisonText(Console console, boolean keys, Map<String, String> leftOut) {
    this.console = console;
    this.keys = keys;
    this.leftOut = leftOut;
  }

  void print(List<TableResult> results, boolean json) {
    if (json) {
      console.json(object(results));
    } else {
      results.forEach(this::print);
      leftOut.forEach((table, why) -> console.line(LeftOut.line(console, "compared", table, why)));
      long different = results.stream().filter(table -> !table.equal()).count();
      console.line(
          different == 0
              ? console.paint(Colour.GREEN, verdict(results)) + ": " + results.size() + " tables"
              : console.paint(Colour.RED, "different")
                  + ": "
                  + different
                  + " of "
                  + results.size()
                  + " tables");
    }
  }

  /** Of rows drawn, or of counts, less is known than that all rows are equal. */
  private static String verdict(List<TableResult> results) {
    boolean full = results.stream().allMatch(table -> table.mode() == TableResult.Mode.FULL);
    return full ? "equal" : "no difference in what was looked at";
  }

  private void print(TableResult table) {
    console.line(
        String.format(
            Locale.ROOT,
            "%-32s %,14d rows  %s",
            table.table(),
            table.rowsSource(),
            table.equal()
                ? verdict(List.of(table))
                : console.paint(
                    Colour.RED, Numbers.count(table.differencesTotal()) + " differences")));
    if (table.mode() == TableResult.Mode.SAMPLE
        || table.earlier().chunks() > 0
        || table.statement().contains("reconciled")) {
      console.line("    " + table.statement());
    }
    if (!table.equal() && table.differences().isEmpty() && table.mode() == TableResult.Mode.FULL) {
      console.line("    no key names the rows: empty the table on the target and copy it again");
    }
    if (!table.equal()) {
      table.differences().forEach(difference -> console.line("    " + words(difference)));
    }
  }

  private String words(Difference difference) {
    String kind =
        switch (difference.kind()) {
          case MISSING -> "missing on the target";
          case EXTRANEOUS -> "on the target only";
          case MISMATCHING -> "differs in " + String.join(", ", difference.columns());
        };
    return keys ? String.join(", ", difference.key().texts()) + " " + kind : kind;
  }

  private Map<String, Object> object(List<TableResult> results) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("equal", leftOut.isEmpty() && results.stream().allMatch(TableResult::equal));
    object.put("leftOut", leftOut);
    object.put("rows", results.stream().mapToLong(TableResult::rowsSource).sum());
    object.put("tables", results.stream().map(this::object).toList());
    return object;
  }

  private Map<String, Object> object(TableResult table) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("table", table.table());
    object.put("equal", table.equal());
    object.put("rowsSource", table.rowsSource());
    object.put("rowsTarget", table.rowsTarget());
    object.put("differences", table.differencesTotal());
    object.put("mode", table.mode());
    object.put("statement", table.statement());
    object.put("seconds", table.seconds());
    object.put("earlier", table.earlier());
    object.put("samples", table.differences().stream().map(this::object).toList());
    return object;
  }

  private Map<String, Object> object(Difference difference) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", difference.kind());
    object.put("columns", difference.columns());
    if (keys) {
      object.put("key", difference.key().texts());
    }
    return object;
  }
}
