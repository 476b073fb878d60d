package dev.migrationplanner.plan;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.ServerInfo;
import dev.migrationplanner.database.Workload.Statement;
import dev.migrationplanner.plan.Facts.Rates;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * facts.yaml: facts told by people, for a plan on paper before anybody may look at the servers. The
 * target's schema is converted as from a live source; what only servers can tell is left unknown.
 */
public final class ToldFacts {

  private final MigrationFile file;
  private final Problems problems;
  private final Map<String, TableSize> sizes = new TreeMap<>();

  private ToldFacts(MigrationFile file, String name) {
    this.file = file;
    this.problems = new Problems(name);
  }

  /**
   * Reads them, all problems at once.
   *
   * @throws MigrationFileException if they are not as they must be
   */
  public static Facts read(MigrationFile file, Path path) throws IOException {
    return parse(file, path.getFileName().toString(), Files.readString(path));
  }

  static Facts parse(MigrationFile file, String name, String yaml) {
    return new ToldFacts(file, name).facts(yaml);
  }

  private Facts facts(String yaml) {
    Section root = problems.open(yaml);
    problems.raise();
    String takenAt = root.required("takenAt");
    SystemFacts source = system(root.section("source"), file.source());
    SystemFacts target = system(root.section("target"), file.target());
    List<Table> tables = tables(root.section("tables"));
    var others = new ArrayList<OtherObject>();
    for (OtherObject.Kind kind : OtherObject.Kind.values()) {
      String plural = Spelling.of(kind) + "s";
      root.texts(plural, List.of()).forEach(n -> others.add(new OtherObject(kind, n, "")));
    }
    List<Statement> statements = statements(root);
    root.end();
    problems.raise();
    var schema = new Schema(file.source().database(), tables, others);
    return facts(takenAt, with(source, sizes), target, Facts.ordered(schema), statements);
  }

  private Facts facts(
      String takenAt,
      SystemFacts source,
      SystemFacts target,
      Schema schema,
      List<Statement> statements) {
    Conversions conversions =
        Conversions.of(
            Databases.ddl(file.target()), schema, Databases.ddl(file.source()).dialect());
    List<Table> made = conversions.conversion().schema().tables();
    return new Facts(
        true,
        takenAt,
        source,
        target,
        schema,
        conversions.conversion(),
        conversions.statements(),
        conversions.ddl().dropTables(made),
        conversions.ddl().emptyTables(made),
        conversions.fidelities(),
        List.of(),
        List.of(),
        "",
        statements,
        statements.isEmpty() ? "facts.yaml tells none (statements)" : "",
        List.of(),
        null);
  }

  private static SystemFacts with(SystemFacts system, Map<String, TableSize> sizes) {
    return new SystemFacts(
        system.endpoint(),
        system.server(),
        sizes,
        system.rates(),
        system.requirements(),
        system.connections(),
        system.shutOut(),
        system.letIn());
  }

  private SystemFacts system(Section section, Endpoint endpoint) {
    var server =
        new ServerInfo(product(endpoint), section.required("version"), "", section.map("settings"));
    Rates rates = rates(section.section("rates"));
    Connections connections = connections(section.section("connections"));
    section.end();
    return new SystemFacts(
        endpoint.toString(),
        server,
        Map.of(),
        rates,
        List.of(),
        connections,
        List.of("-- a plan that looks at the servers has the very statements here"),
        List.of());
  }

  private static String product(Endpoint endpoint) {
    return switch (endpoint.engine().toLowerCase(Locale.ROOT)) {
      case "mysql" -> "MySQL";
      case "mariadb" -> "MariaDB";
      default -> "PostgreSQL";
    };
  }

  /** Of ours there are as many as with a server that was looked at. */
  private static Connections connections(Section section) {
    var connections =
        new Connections(
            section.whole("max", -1L, -1, 1_000_000),
            section.whole("reserved", 0L, 0, 1_000_000),
            section.whole("used", -1L, -1, 1_000_000),
            section.whole("usedMax", -1L, -1, 1_000_000),
            Connections.OURS_ABOUT,
            -1,
            false);
    section.end();
    return connections;
  }

  private static Rates rates(Section section) {
    var rates =
        new Rates(
            0,
            section.number("rowsWrittenPerMinute", 0),
            section.number("rowsReadPerMinute", 0),
            section.number("transactionsPerMinute", 0),
            section.size("logPerMinute"));
    section.end();
    return rates;
  }

  private List<Table> tables(Section section) {
    var tables = new ArrayList<Table>();
    for (String name : section.names()) {
      Section table = section.section(name);
      sizes.put(
          name,
          new TableSize(
              table.whole("rows", 0L, 0, Long.MAX_VALUE),
              table.size("data"),
              table.size("indexSize")));
      if (file.tables().contains(name)) {
        tables.add(new ToldTable(file.source().engine(), name).of(table));
      } else {
        table.pass();
      }
      table.end();
    }
    section.end();
    return tables;
  }

  private static List<Statement> statements(Section root) {
    var statements = new ArrayList<Statement>();
    for (Section section : root.sections("statements")) {
      statements.add(
          new Statement(
              section.required("text"),
              section.whole("calls", 1L, 0, Long.MAX_VALUE),
              section.number("totalMillis", 0),
              section.whole("rows", 0L, 0, Long.MAX_VALUE)));
      section.end();
    }
    return statements;
  }
}
