package dev.migrationplanner.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** docs/hazards: one page a family of rules, made of the rule book. */
final class HazardPages {

  private static final Map<String, String> TITLES =
      new LinkedHashMap<>(
          Map.ofEntries(
              Map.entry("dates", "Dates and times"),
              Map.entry("numbers", "Numbers"),
              Map.entry("text", "Text, JSON, enumerations"),
              Map.entry("keys", "Keys, constraints, indexes"),
              Map.entry("server", "Objects, names and servers"),
              Map.entry("mariadb", "MariaDB only"),
              Map.entry("mysql", "MySQL only"),
              Map.entry("reverse", "From PostgreSQL to MySQL or MariaDB"),
              Map.entry("planner", "Estimates, decisions and the two systems")));

  private static final String HEAD =
      """
      # Hazards: %s

      Made of the rule book (`core/src/main/resources/dev/migrationplanner/plan/rules.yaml`); change it there. A finding of a plan names its rule, and
      `plan/decisions.yaml` names the rule and the object.
      """;

  private HazardPages() {}

  /** By file name. */
  static Map<String, String> all() {
    var families = new LinkedHashMap<String, List<Rule>>();
    RuleBook.all()
        .forEach(r -> families.computeIfAbsent(r.family(), f -> new ArrayList<>()).add(r));
    var pages = new TreeMap<String, String>();
    families.forEach((family, rules) -> pages.put(family + ".md", page(family, rules)));
    pages.put("README.md", contents(families));
    return pages;
  }

  private static String contents(Map<String, List<Rule>> families) {
    var text =
        new StringBuilder("# What the planner looks for\n\n| page | rules |\n| --- | --- |\n");
    families.forEach(
        (family, rules) ->
            text.append("| [")
                .append(TITLES.getOrDefault(family, family))
                .append("](")
                .append(family)
                .append(".md) | ")
                .append(String.join(", ", rules.stream().map(Rule::id).toList()))
                .append(" |\n"));
    return text.toString();
  }

  private static String page(String family, List<Rule> rules) {
    var text = new StringBuilder(HEAD.formatted(TITLES.getOrDefault(family, family)));
    rules.forEach(rule -> text.append(of(rule)));
    return text.toString();
  }

  private static String of(Rule rule) {
    var text = new StringBuilder("\n<a id=\"" + rule.id().toLowerCase(java.util.Locale.ROOT));
    text.append("\"></a>\n## ").append(rule.id()).append(": ").append(rule.title()).append("\n\n");
    text.append("- Severity: ").append(rule.severity()).append('\n');
    text.append("- Seen by: ").append(seenBy(rule.detection())).append('\n');
    text.append("- If ignored: ").append(rule.effect()).append('\n');
    text.append("- By default: ").append(rule.standard()).append('\n');
    text.append("- Alternatives: ").append(rule.alternatives()).append('\n');
    text.append("- The way back: ").append(rule.reversible()).append('\n');
    if (!rule.remedy().isEmpty()) {
      text.append("- Mended by: `").append(rule.remedy()).append("`\n");
    }
    return text.toString();
  }

  static String seenBy(Rule.Detection detection) {
    return switch (detection) {
      case SCAN -> "a pass over the rows, which counts them";
      case SCHEMA -> "the catalogue";
      case SETTINGS -> "the servers' settings and grants";
      case STATEMENTS -> "the statements the server keeps of the application, where it keeps them";
      case FACTS -> "sizes and rates";
      case FILE -> "decisions.yaml";
      case NONE -> "nothing yet: this version does not look for it";
    };
  }
}
