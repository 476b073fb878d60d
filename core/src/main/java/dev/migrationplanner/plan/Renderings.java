package dev.migrationplanner.plan;

import java.util.Map;
import java.util.TreeMap;

/** Everything that is rendered from a plan, by file name. Pure: the same plan, the same bytes. */
final class Renderings {

  private Renderings() {}

  /** Of a migration of rows: the facts tell the columns that the application's code is made of. */
  static Map<String, String> of(Plan plan, Facts facts) {
    var files = new TreeMap<String, String>(new ApplicationCode(plan, facts.mapping()).files());
    files.put("schema.sql", SchemaSql.of(plan));
    files.put("grants.sql", GrantsSql.of(plan));
    files.put("LAST-RESORT.md", Markdown.of(LastResort.of(plan)));
    files.put("dashboard.grafana.json", GrafanaDashboard.of(plan));
    files.put("alerts.prometheus.yaml", PrometheusRules.of(plan));
    return withDocuments(plan, files, new ApplicationCode(plan, facts.mapping()));
  }

  /** Of a migration that moves no rows. */
  static Map<String, String> of(Plan plan) {
    return withDocuments(plan, new TreeMap<>(), new ApplicationCode(plan, TableMapping.NONE));
  }

  private static Map<String, String> withDocuments(
      Plan plan, TreeMap<String, String> files, ApplicationCode code) {
    files.put("flags.json", FlagsJson.of(plan));
    files.put("RUNBOOK.md", Markdown.of(Runbook.of(plan)));
    files.put("COMMUNICATION.md", Markdown.of(Communication.of(plan)));
    files.put("RISKS.md", Markdown.of(RiskRegister.of(plan)));
    files.put("TESTING.md", Markdown.of(TestingPlan.of(plan)));
    Document document = new PlanDocument(plan, code, files.keySet()).document();
    files.put("PLAN.md", Markdown.of(document));
    files.put("PLAN.html", Html.of(plan, document));
    return files;
  }
}
