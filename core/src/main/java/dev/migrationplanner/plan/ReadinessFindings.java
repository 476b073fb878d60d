package dev.migrationplanner.plan;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Lookup.How;
import dev.migrationplanner.plan.Facts.Looked;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.plan.Finding.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Whether the target can bear the application: its connections, and indexes for its statements. */
final class ReadinessFindings {

  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  ReadinessFindings(Facts facts) {
    this.facts = facts;
  }

  List<Finding> all() {
    between("source", facts.source());
    between("target", facts.target());
    room();
    facts.lookups().stream().filter(ReadinessFindings::losesItsIndex).forEach(this::lookup);
    return findings;
  }

  private void add(String rule, String object, String said) {
    findings.add(RuleBook.the(rule).finding(object, Evidence.of(said, 1)));
  }

  private void between(String side, SystemFacts system) {
    Connections connections = system.connections();
    if (connections.pooled()) {
      add("C02", side, "two open connections of ours were one session of the server");
    }
    int port = connections.servedPort();
    if (port > 0 && !system.endpoint().contains(":" + port + "/")) {
      add("C03", side, "the server says it serves port " + port);
    }
  }

  /** The application's most on the source, and ours, beside what the target has in use already. */
  private void room() {
    long application = peak(facts.source().connections());
    Connections target = facts.target().connections();
    long wanted = application + target.oursMax();
    if (application >= 0 && target.free() >= 0 && wanted > target.free()) {
      Finding finding =
          RuleBook.the("C01")
              .finding(
                  "target",
                  Evidence.of(
                      "wanted: "
                          + application
                          + " (the most that the source had) and "
                          + target.oursMax()
                          + " of ours; free: "
                          + target.free()
                          + " of "
                          + target.max(),
                      1));
      long least = target.max() + wanted - target.free();
      findings.add(
          SystemFindings.mendedBy(
              finding, "max_connections = " + least + " on the target, and start it anew"));
    }
  }

  static long peak(Connections connections) {
    return Math.max(connections.used(), connections.usedMax());
  }

  static boolean losesItsIndex(Looked looked) {
    return looked.source().how() == How.INDEX && looked.target().how() == How.WHOLE_TABLE;
  }

  private void lookup(Looked looked) {
    String hash = CanonicalJson.hash(looked.statement());
    add(
        "Q02",
        "statement " + hash.substring(0, 8),
        looked.statement()
            + " -- on the source: "
            + looked.source().said()
            + "; on the target: "
            + looked.target().said()
            + "; "
            + Texts.count(looked.calls())
            + " calls");
  }
}
