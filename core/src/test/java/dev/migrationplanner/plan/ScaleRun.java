package dev.migrationplanner.plan;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.ServerInfo;
import dev.migrationplanner.plan.Facts.Rates;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Plans a catalogue of many tables in a JVM of its own, so that its heap has a known bound. */
final class ScaleRun {

  private static final List<String> TYPES =
      List.of(
          "varchar(190)",
          "bigint unsigned",
          "datetime(6)",
          "decimal(12,2)",
          "tinyint(1)",
          "text",
          "enum('a','b')",
          "json",
          "timestamp",
          "float");

  private ScaleRun() {}

  /** Arguments: tables, a seed for the order they are listed in, a folder for the plan or none. */
  public static void main(String[] arguments) throws Exception {
    int tables = Integer.parseInt(arguments[0]);
    Facts facts = facts(tables, new Random(Long.parseLong(arguments[1])));
    long begun = System.nanoTime();
    Plan plan = Planner.plan(file(), Decisions.NONE, facts);
    if (arguments.length > 2) {
      PlanFile.write(Path.of(arguments[2]), plan, facts);
    }
    System.out.println(plan.hash() + " " + CanonicalJson.hash(facts));
    System.out.println("millis " + (System.nanoTime() - begun) / 1_000_000);
    System.out.println(
        "cpu "
            + ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(-1L));
  }

  private static MigrationFile file() {
    return MigrationFile.parse("migration.yaml", SampleFacts.YAML);
  }

  private static Facts facts(int count, Random order) {
    var tables = new ArrayList<Table>();
    var sizes = new TreeMap<String, TableSize>();
    var scans = new ArrayList<Scanned>();
    for (int i = 0; i < count; i++) {
      Table table = table(i);
      tables.add(table);
      sizes.put(table.name(), new TableSize(1_000L * i, 100_000L * i, 20_000L * i));
      long hits = i % 100 == 0 ? 3 : 0;
      var hit = new Count("H29", table.name() + ".c5", hits, "LOCATE(0x00, c5) > 0");
      scans.add(new Scanned(table.name(), 1_000L * i, true, "", "0-1-9", 0.1, List.of(hit)));
    }
    Collections.shuffle(tables, order);
    Collections.shuffle(scans, order);
    Schema schema = Facts.ordered(new Schema("shop", tables, List.of()));
    Conversions conversions =
        Conversions.of(
            Databases.ddl(file().target()), schema, Databases.ddl(file().source()).dialect());
    List<Table> made = conversions.conversion().schema().tables();
    return new Facts(
        false,
        "2026-01-31T12:00:00Z",
        system("MariaDB", sizes),
        system("PostgreSQL", Map.of()),
        schema,
        conversions.conversion(),
        conversions.statements(),
        conversions.ddl().dropTables(made),
        conversions.ddl().emptyTables(made),
        conversions.fidelities(),
        scans,
        List.of(),
        "shape",
        List.of(),
        "none",
        List.of(),
        null);
  }

  private static SystemFacts system(String product, Map<String, TableSize> sizes) {
    return new SystemFacts(
        product + "://x",
        new ServerInfo(product, "1", "id", Map.of()),
        sizes,
        new Rates(2, 60_000, 600_000, 30_000, 1 << 20),
        List.of(),
        Connections.UNKNOWN,
        List.of(),
        List.of());
  }

  private static Table table(int number) {
    String name = "table_%05d".formatted(number);
    var columns = new ArrayList<Column>();
    columns.add(column("id", "bigint unsigned", false));
    for (int i = 0; i < TYPES.size(); i++) {
      columns.add(column("c" + i, TYPES.get(i), true));
    }
    var keys = new ArrayList<ForeignKey>();
    if (number > 0) {
      String parent = "table_%05d".formatted(number / 2);
      keys.add(
          new ForeignKey(
              name + "_up",
              List.of("c1"),
              parent,
              List.of("id"),
              ForeignKey.Action.RESTRICT,
              ForeignKey.Action.RESTRICT));
    }
    return new Table(
        name,
        columns,
        new Key("PRIMARY", List.of("id")),
        List.of(
            new Index(
                name + "_by", Index.Kind.PLAIN, List.of(new Index.Part("c2", false, 0, false))),
            new Index(
                name + "_one", Index.Kind.UNIQUE, List.of(new Index.Part("c0", false, 0, false)))),
        keys,
        List.of(),
        "InnoDB",
        "");
  }

  private static Column column(String name, String type, boolean nullable) {
    return new Column(
        name,
        Databases.type("mysql", type, ""),
        type,
        nullable,
        new DefaultValue.None(),
        false,
        null,
        false,
        "");
  }
}
