package dev.migrationplanner.plan;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Lookup.How;
import dev.migrationplanner.plan.Facts.Looked;
import java.util.ArrayList;
import java.util.List;

/** What the target must bear of the application, as it was measured. */
final class ReadinessChapter {

  private static final int LOOKUPS_MAX = 50;

  private final Plan plan;
  private final Document document;

  ReadinessChapter(Plan plan, Document document) {
    this.plan = plan;
    this.document = document;
  }

  void add() {
    document.heading(2, "The target's readiness");
    connections();
    lookups();
    document.paragraph(
        "Its load test stands in the testing plan (Load), with the rates of this plan; a restore of its"
            + " backup is demanded on record before phase 5, and another, since the flip, before phase 6.");
  }

  private void connections() {
    Connections a = plan.source().connections();
    Connections b = plan.target().connections();
    document.heading(3, "Connections and poolers");
    document.table(
        List.of(
            List.of("", "Source", "Target"),
            List.of("At most", known(a.max()), known(b.max())),
            List.of("Of those for administrators", known(a.reserved()), known(b.reserved())),
            List.of("In use when it was looked", known(a.used()), known(b.used())),
            List.of("The most since the server's start", known(a.usedMax()), known(b.usedMax())),
            List.of("Ours at most", "" + a.oursMax(), "" + b.oursMax()),
            List.of("Between us and the server", between(a), between(b))));
    document.paragraph(
        "The application's own pooler is not seen from here. What a session holds (settings,"
            + " prepared statements, locks by name, temporary tables) is lost between two"
            + " transactions where one shares sessions out; the library's fence is a row lock inside"
            + " each transaction, and is not.");
  }

  private static String known(long number) {
    return number < 0 ? "not known" : Texts.count(number);
  }

  private String between(Connections connections) {
    if (connections.max() < 0 || plan.onPaper()) {
      return "not known: nobody looked";
    }
    return connections.pooled()
        ? "a pooler that shares sessions out between transactions"
        : "no pooler that shares sessions out was seen";
  }

  private void lookups() {
    document.heading(3, "How the application's statements find their rows");
    if (plan.lookups().isEmpty()) {
      document.paragraph(
          plan.onPaper()
              ? "A plan on paper explains none."
              : "No statement is known; why not stands at the end.");
      return;
    }
    document.paragraph(
        "By EXPLAIN, nothing was run. On the target among empty tables, rolled back: it says"
            + " whether an index can serve, not what that costs.");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Statement", "Calls", "On the source", "On the target", "So"));
    plan.lookups().stream().limit(LOOKUPS_MAX).forEach(l -> rows.add(row(l)));
    document.table(rows);
  }

  private static List<String> row(Looked l) {
    return List.of(
        l.statement(), Texts.count(l.calls()), l.source().said(), l.target().said(), compared(l));
  }

  private static String compared(Looked l) {
    if (l.target().how() == How.UNKNOWN || l.source().how() == How.UNKNOWN) {
      return "cannot be compared";
    }
    if (ReadinessFindings.losesItsIndex(l)) {
      return "NO INDEX on the target";
    }
    return l.source().how() == l.target().how() ? "alike" : "an index serves on the target";
  }
}
