package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.migrationplanner.plan.Plan.PlannedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** What changed from one plan to another, in lines for people. Pure. */
public final class PlanDiff {

  private static final String MEASURED = "~ only what was measured";

  private final Plan old;
  private final Plan now;
  private final List<String> lines = new ArrayList<>();

  private PlanDiff(Plan old, Plan now) {
    this.old = old;
    this.now = now;
  }

  /** The lines; none if both are the same plan. */
  public static List<String> of(Plan old, Plan now) {
    return new PlanDiff(old, now).lines();
  }

  /** Whether more than figures changed. */
  public static boolean changesThePlan(List<String> lines) {
    return !lines.stream().allMatch(line -> line.startsWith(MEASURED));
  }

  private List<String> lines() {
    if (old.hash().equals(now.hash())) {
      return lines;
    }
    changed("state", old.state(), now.state());
    changed("tool", old.tool(), now.tool());
    changed("pattern", old.pattern(), now.pattern());
    changed("source", old.source().version(), now.source().version());
    changed("target", old.target().version(), now.target().version());
    changed("ledger", old.ledger().summary(), now.ledger().summary());
    changed("point of no return", old.pointOfNoReturn(), now.pointOfNoReturn());
    map("setting", settings(old), settings(now));
    map("source setting", old.source().settings(), now.source().settings());
    map("table", tables(old), tables(now));
    map("stays out", old.keptOut(), now.keptOut());
    map("finding", findings(old), findings(now));
    map("decision", decisions(old), decisions(now));
    map("time of phase", times(old), times(now));
    map("step", steps(old), steps(now));
    map("statement's way", lookups(old), lookups(now));
    list("statement", statements(old), statements(now));
    changed("size", Texts.bytes(old.source().bytesAbout()), Texts.bytes(now.source().bytesAbout()));
    if (lines.isEmpty()) {
      lines.add(MEASURED + ": taken at " + old.takenAt() + " and " + now.takenAt());
    }
    return lines;
  }

  private void changed(String what, String before, String after) {
    if (!before.equals(after)) {
      lines.add("~ " + what + ": " + before + " -> " + after);
    }
  }

  private void map(String what, Map<String, String> before, Map<String, String> after) {
    var names = new LinkedHashSet<String>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String from = before.get(name);
      String to = after.get(name);
      if (from == null) {
        lines.add("+ " + what + " " + name + ": " + to);
      } else if (to == null) {
        lines.add("- " + what + " " + name + ": " + from);
      } else if (!Objects.equals(from, to)) {
        lines.add("~ " + what + " " + name + ": " + from + " -> " + to);
      }
    }
  }

  private void list(String what, List<String> before, List<String> after) {
    before.stream().filter(b -> !after.contains(b)).forEach(b -> lines.add("- " + what + ": " + b));
    after.stream().filter(a -> !before.contains(a)).forEach(a -> lines.add("+ " + what + ": " + a));
  }

  private static Map<String, String> settings(Plan plan) {
    var flat = new TreeMap<String, String>();
    try {
      flatten("", CanonicalJson.read(CanonicalJson.text(plan.settings()), JsonNode.class), flat);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings are JSON", e);
    }
    return flat;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              e ->
                  flatten(
                      path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
    } else {
      into.put(path, node.isTextual() ? node.asText() : node.toString());
    }
  }

  private static Map<String, String> tables(Plan plan) {
    return by(
        plan.tables(),
        PlannedTable::source,
        t -> t.columns() + " columns, key " + String.join(", ", t.key()));
  }

  private static Map<String, String> findings(Plan plan) {
    return by(
        plan.findings(),
        f -> f.id() + " (" + f.what() + ")",
        f ->
            f.severity()
                + ", "
                + f.evidence().hits()
                + " hit(s)"
                + (f.decided().isEmpty() ? "" : ", decided: " + f.decided()));
  }

  private static Map<String, String> decisions(Plan plan) {
    return by(
        plan.decisions(),
        d -> d.rule() + ":" + d.object(),
        d -> d.choice() + " by " + d.who() + ": " + d.why());
  }

  private static Map<String, String> times(Plan plan) {
    return by(plan.phases(), p -> p.number() + " " + p.name(), p -> p.estimate().text());
  }

  private static Map<String, String> steps(Plan plan) {
    return by(
        plan.steps(), Plan.Step::id, s -> s.action() + "; " + String.join("; ", s.commands()));
  }

  private static Map<String, String> lookups(Plan plan) {
    return by(
        plan.lookups(),
        Facts.Looked::statement,
        l -> "source: " + l.source().said() + "; target: " + l.target().said());
  }

  private static List<String> statements(Plan plan) {
    var all = new ArrayList<String>(plan.statements().tables());
    all.addAll(plan.statements().indexes());
    all.addAll(plan.statements().foreignKeys());
    return all;
  }

  private static <T> Map<String, String> by(
      List<T> items, Function<T, String> name, Function<T, String> text) {
    var map = new LinkedHashMap<String, String>();
    items.forEach(i -> map.merge(name.apply(i), text.apply(i), (a, b) -> a + " | " + b));
    return map;
  }
}
