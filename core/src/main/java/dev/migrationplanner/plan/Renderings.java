package dev.migrationplanner.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that is rendered from a plan, by file name. Pure: the same plan, the same bytes. */
final class Renderings {

  private Renderings() {}

  static Map<String, String> of(Plan plan, Facts facts) {
    return of(plan);
  }

  static Map<String, String> of(Plan plan) {
    var files = new LinkedHashMap<String, String>();
    Document document = new PlanDocument(plan).document();
    files.put("PLAN.md", Markdown.of(document));
    files.put("PLAN.html", Html.of(document));
    if (!plan.statements().tables().isEmpty()) {
      files.put("schema.sql", SchemaSql.of(plan));
    }
    return files;
  }
}
