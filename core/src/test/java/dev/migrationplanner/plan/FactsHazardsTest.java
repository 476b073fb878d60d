package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Lookup.How;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.ServerInfo;
import dev.migrationplanner.database.Workload.Statement;
import dev.migrationplanner.plan.Facts.Looked;
import dev.migrationplanner.plan.Facts.SystemFacts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Hazards that settings, statements and figures show: the rule, its hits, and a clean twin. */
class FactsHazardsTest {

  private static final Connections WIDE = new Connections(500, 3, 10, 20, 40, 5432, false);

  @Test
  void settingsOfTheSourceAndTheTargetAreFoundAndTheirCleanTwinsAreNot() {
    settings("H10", "H10:source", 1, "explicit_defaults_for_timestamp=OFF", "=ON");
    settings("H56", "H56:source", 2, "sql_mode=ANSI_QUOTES,PIPES_AS_CONCAT", "=STRICT_ALL_TABLES");
    settings("H59", "H59:source", 1, "sql_mode=STRICT_ALL_TABLES", "=ONLY_FULL_GROUP_BY");
    Facts lenient = target(with(Map.of("sql_mode", "NO_ZERO_DATE"), List.of()), WIDE);
    assertThat(hits("R22", lenient)).isEqualTo(Map.of("R22:target", 1L));
    Facts strict = target(with(Map.of("sql_mode", "STRICT_TRANS_TABLES"), List.of()), WIDE);
    assertThat(hits("R22", strict)).isEmpty();
  }

  @Test
  void whatAServerMustHaveAndLacksIsFound() {
    var lacking = new Requirement("mysql.log-bin", false, "the log is on", "OFF", "log_bin = ON");
    var met = new Requirement("mysql.log-bin", true, "the log is on", "ON", "");
    assertThat(hits("H57", source(with(Map.of(), List.of(lacking)))))
        .isEqualTo(Map.of("H57:source mysql.log-bin", 1L));
    assertThat(hits("H57", source(with(Map.of(), List.of(met))))).isEmpty();
  }

  @Test
  void valuesOfAGigabyteAreFoundAsTheScanCountsThem() {
    Facts large =
        SampleFacts.facts(List.of(SampleFacts.count("H34", "orders.b", 3)), new Random(1));
    Facts small =
        SampleFacts.facts(List.of(SampleFacts.count("H34", "orders.b", 0)), new Random(1));
    assertThat(hits("H34", large)).isEqualTo(Map.of("H34:orders.b", 3L));
    assertThat(hits("H34", small)).isEmpty();
  }

  @Test
  void anOrderThatNullsMayStandInIsFoundWhereStatementsAreKnown() {
    Statement ordered = new Statement("SELECT `c` FROM `orders` ORDER BY `c`", 5, 1, 1);
    Statement plain = new Statement("SELECT `c` FROM `orders`", 5, 1, 1);
    assertThat(hits("H25", statements(List.of(ordered, plain), List.of())))
        .isEqualTo(Map.of("H25:order of NULLs", 1L));
    assertThat(hits("H25", statements(List.of(plain), List.of()))).isEmpty();
  }

  @Test
  void aStatementThatLosesItsIndexIsFound() {
    Lookup index = new Lookup(How.INDEX, "orders by by_c");
    Lookup whole = new Lookup(How.WHOLE_TABLE, "orders: the whole table");
    assertThat(hits("Q02", statements(List.of(), List.of(new Looked("q", 5, index, whole)))))
        .hasSize(1)
        .containsValue(1L);
    assertThat(hits("Q02", statements(List.of(), List.of(new Looked("q", 5, whole, index)))))
        .isEmpty();
    assertThat(hits("Q02", statements(List.of(), List.of(new Looked("q", 5, index, index)))))
        .isEmpty();
  }

  @Test
  void tooFewConnectionsAPoolerAndAnotherPortAreFoundWithTheirNumbers() {
    SystemFacts target = SampleFacts.clean().target();
    Facts narrow = target(target, new Connections(100, 3, 5, -1, 40, 5432, false));
    Finding finding = findings("C01", narrow).get(0);
    assertThat(finding.evidence().said())
        .isEqualTo("wanted: 90 (the most that the source had) and 40 of ours; free: 92 of 100");
    assertThat(finding.remedy()).startsWith("max_connections = 138 ");
    assertThat(hits("C01", target(target, WIDE))).isEmpty();
    Facts pooled = target(target, WIDE.pooled(true));
    assertThat(hits("C02", pooled)).isEqualTo(Map.of("C02:target", 1L));
    assertThat(Planner.plan(SampleFacts.file(), Decisions.NONE, pooled).blocked()).isTrue();
    assertThat(hits("C02", target(target, WIDE))).isEmpty();
    Facts proxied = target(target, new Connections(500, 3, 10, 20, 40, 6432, false));
    assertThat(hits("C03", proxied)).isEqualTo(Map.of("C03:target", 1L));
    assertThat(hits("C03", target(target, WIDE))).isEmpty();
  }

  private static void settings(String rule, String id, long hits, String odd, String clean) {
    String name = odd.substring(0, odd.indexOf('='));
    Map<String, String> bad = Map.of(name, odd.substring(odd.indexOf('=') + 1));
    Map<String, String> good = Map.of(name, clean.substring(1));
    assertThat(hits(rule, source(with(bad, List.of())))).isEqualTo(Map.of(id, hits));
    assertThat(hits(rule, source(with(good, List.of())))).isEmpty();
  }

  private static SystemFacts with(Map<String, String> settings, List<Requirement> requirements) {
    SystemFacts s = SampleFacts.clean().source();
    return new SystemFacts(
        s.endpoint(),
        new ServerInfo(s.server().product(), s.server().version(), "id", settings),
        s.sizes(),
        s.rates(),
        requirements,
        s.connections(),
        s.shutOut(),
        s.letIn());
  }

  private static Facts source(SystemFacts source) {
    Facts f = SampleFacts.clean();
    return facts(source, f.target(), f.statements(), f.lookups());
  }

  private static Facts target(SystemFacts target, Connections connections) {
    Facts f = SampleFacts.clean();
    var there =
        new SystemFacts(
            f.target().endpoint(),
            target.server(),
            target.sizes(),
            target.rates(),
            target.requirements(),
            connections,
            target.shutOut(),
            target.letIn());
    return facts(f.source(), there, f.statements(), f.lookups());
  }

  private static Facts statements(List<Statement> statements, List<Looked> lookups) {
    Facts f = SampleFacts.clean();
    return facts(f.source(), f.target(), statements, lookups);
  }

  private static Facts facts(
      SystemFacts source, SystemFacts target, List<Statement> statements, List<Looked> lookups) {
    Facts f = SampleFacts.clean();
    return new Facts(
        f.onPaper(),
        f.takenAt(),
        source,
        target,
        f.schema(),
        f.conversion(),
        f.ddl(),
        f.dropTarget(),
        f.emptyTarget(),
        f.fidelity(),
        f.scans(),
        f.targetTables(),
        f.sourceFingerprint(),
        statements,
        f.statementsNote(),
        lookups,
        f.pilot());
  }

  private static List<Finding> findings(String rule, Facts facts) {
    return Planner.plan(SampleFacts.file(), Decisions.NONE, facts).findings().stream()
        .filter(f -> f.rule().equals(rule))
        .toList();
  }

  private static Map<String, Long> hits(String rule, Facts facts) {
    var hits = new TreeMap<String, Long>();
    findings(rule, facts).forEach(f -> hits.put(f.id(), f.evidence().hits()));
    return hits;
  }
}
