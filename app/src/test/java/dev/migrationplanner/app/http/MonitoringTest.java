package dev.migrationplanner.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a plan hands to Prometheus and Grafana is what they take, of metrics that there are. */
class MonitoringTest {

  private static final Path PLAN = Path.of("../docs/examples/user-database/plan");
  private static final Pattern METRIC = Pattern.compile("\\bmigration_planner_\\w+");
  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h)");

  /** A comparison or two, of what is measured, a sum over time, or a ratio, with a number. */
  private static final Pattern EXPRESSION =
      Pattern.compile(comparison() + "( and " + comparison() + ")?");

  private static String comparison() {
    String metric = "migration_planner_\\w+\\{\\w+=\"[^\"]*\"(,\\w+=\"[^\"]*\")*\\}";
    String term = "(" + metric + "|(increase|delta|rate)\\(" + metric + "\\[\\d+m\\]\\))";
    return "(" + term + "( / clamp_min\\(" + metric + ", 1\\))? (>|>=|==|<) \\d+(\\.\\d+)?)";
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() throws Exception {
    var yaml =
        (Map<String, Object>)
            new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadFromString(Files.readString(PLAN.resolve("alerts.prometheus.yaml")));
    assertThat(yaml).containsOnlyKeys("groups");
    var groups = (List<Map<String, Object>>) yaml.get("groups");
    assertThat(groups)
        .singleElement()
        .satisfies(g -> assertThat(g).containsOnlyKeys("name", "rules"));
    return (List<Map<String, Object>>) groups.get(0).get("rules");
  }

  private static Set<String> exposed() {
    var text = new MetricsText();
    MetricsRoute.add(text, "shop", Statuses.flippingReads());
    var names = new TreeSet<String>();
    METRIC.matcher(text.print()).results().forEach(m -> names.add(m.group()));
    return names;
  }

  @Test
  void everyAlertIsARuleThatPrometheusTakes() throws Exception {
    assertThat(rules()).hasSizeGreaterThan(8);
    for (Map<String, Object> rule : rules()) {
      assertThat(rule).containsOnlyKeys("alert", "expr", "for", "labels", "annotations");
      assertThat((String) rule.get("alert")).matches("[A-Za-z]+");
      assertThat((String) rule.get("expr")).matches(EXPRESSION);
      assertThat((String) rule.get("for")).matches(DURATION);
      assertThat((Map<?, ?>) rule.get("labels")).hasSize(1);
    }
    assertThat(rules()).extracting(r -> r.get("alert")).doesNotHaveDuplicates();
  }

  @Test
  void alertsAndPanelsAskForMetricsThatTheControlPlaneHas() throws Exception {
    String all =
        Files.readString(PLAN.resolve("alerts.prometheus.yaml"))
            + Files.readString(PLAN.resolve("dashboard.grafana.json"));
    var asked = new TreeSet<String>();
    METRIC.matcher(all).results().forEach(m -> asked.add(m.group()));
    assertThat(exposed()).containsAll(asked);
  }

  @Test
  void theDashboardHasWhatGrafanaExpectsOfOne() throws Exception {
    JsonNode board =
        new ObjectMapper().readTree(Files.readString(PLAN.resolve("dashboard.grafana.json")));
    assertThat(board.path("title").isTextual()).isTrue();
    assertThat(board.path("uid").asText()).matches("[A-Za-z0-9_-]{1,40}");
    assertThat(board.path("schemaVersion").asInt()).isBetween(36, 41);
    var ids = new TreeSet<Integer>();
    var places = new TreeSet<String>();
    for (JsonNode panel : board.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isBetween(1, 24);
      assertThat(places.add(at.path("x") + "," + at.path("y"))).isTrue();
      assertThat(panel.path("type").asText()).isEqualTo("timeseries");
      assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
      assertThat(panel.path("targets")).isNotEmpty();
      assertThat(panel.path("targets").get(0).path("refId").asText()).isEqualTo("A");
      JsonNode steps = panel.path("fieldConfig").path("defaults").path("thresholds").path("steps");
      assertThat(steps.get(0).path("value").isNull()).as(panel.path("title").asText()).isTrue();
    }
    assertThat(ids).hasSizeGreaterThan(10);
    assertThat(board.path("templating").path("list").get(0).path("type").asText())
        .isEqualTo("datasource");
  }
}
