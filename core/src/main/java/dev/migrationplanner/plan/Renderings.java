package dev.migrationplanner.plan;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that is rendered from a plan, by file name. Pure: the same plan, the same bytes. One
 * file at a time is in memory, as a plan may have thousands of tables.
 */
final class Renderings {

  private final Plan plan;
  private final TableMapping mapping;
  private final ApplicationCode code;
  private final Sink sink;
  private final Set<String> files = new TreeSet<>();

  private Renderings(Plan plan, TableMapping mapping, Sink sink) {
    this.plan = plan;
    this.mapping = mapping;
    this.code = new ApplicationCode(plan, mapping);
    this.sink = sink;
  }

  /** Takes the files. */
  interface Sink {
    void put(String name, String text) throws IOException;
  }

  /** Of a migration of rows: the facts tell the columns that the application's code is made of. */
  static void of(Plan plan, Facts facts, Sink sink) throws IOException {
    var renderings = new Renderings(plan, facts.mapping(), sink);
    renderings.ofRows();
    renderings.documents();
  }

  /** Of a migration that moves no rows. */
  static void of(Plan plan, Sink sink) throws IOException {
    new Renderings(plan, TableMapping.NONE, sink).documents();
  }

  /** All at once, for a small plan. */
  static Map<String, String> of(Plan plan, Facts facts) {
    var all = new TreeMap<String, String>();
    try {
      of(plan, facts, all::put);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written here", e);
    }
    return all;
  }

  private void put(String name, String text) throws IOException {
    files.add(name);
    sink.put(name, text);
  }

  private void ofRows() throws IOException {
    code.files(this::put);
    put("schema.sql", SchemaSql.of(plan));
    put("grants.sql", GrantsSql.of(plan));
    put("LAST-RESORT.md", Markdown.of(LastResort.of(plan, mapping)));
    put("dashboard.grafana.json", GrafanaDashboard.of(plan));
    put("alerts.prometheus.yaml", PrometheusRules.of(plan));
  }

  private void documents() throws IOException {
    put("flags.json", FlagsJson.of(plan));
    put("RUNBOOK.md", Markdown.of(Runbook.of(plan)));
    put("COMMUNICATION.md", Markdown.of(Communication.of(plan)));
    put("RISKS.md", Markdown.of(RiskRegister.of(plan)));
    put("TESTING.md", Markdown.of(TestingPlan.of(plan)));
    Document document = new PlanDocument(plan, code, Set.copyOf(files)).document();
    put("PLAN.md", Markdown.of(document));
    put("PLAN.html", Html.of(plan, document));
  }
}
