package dev.migrationplanner.plan;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.ServerInfo;
import dev.migrationplanner.database.Workload.Statement;
import dev.migrationplanner.plan.Facts.Looked;
import dev.migrationplanner.plan.Facts.Rates;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.plan.Facts.TableDdl;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Facts of a small shop, with one hazard of each severity. */
final class SampleFacts {

  static final String YAML =
      """
      migration: shop-to-postgres
      source: {engine: mariadb, host: 127.0.0.1, database: shop, password: "env:SOURCE_PASSWORD"}
      target: {engine: postgresql, host: 127.0.0.1, database: shop, password: "env:TARGET_PASSWORD"}
      application: {languages: [java, typescript, python], readsPerSecond: 500}
      team: {owner: Ada, commander: Grace, approvers: [Ada, Edsger], why: the old engine's licence ends, when: the second week of March}
      """;

  private SampleFacts() {}

  static MigrationFile file() {
    return MigrationFile.parse("migration.yaml", YAML);
  }

  static Facts facts() {
    return facts(List.of(count("H01", "orders.shipped", 3)), new Random(1));
  }

  /** Without what blocks. */
  static Facts clean() {
    return facts(List.of(count("H01", "orders.shipped", 0)), new Random(1));
  }

  static Count count(String rule, String object, long hits) {
    return new Count(rule, object, hits, "`shipped` = 0");
  }

  /** The same facts, listed in a random order wherever an order says nothing. */
  static Facts facts(List<Count> counts, Random order) {
    Schema schema =
        Facts.ordered(
            new Schema(
                "shop",
                shuffled(order, customers(), orders(order), log()),
                shuffled(
                    order,
                    new OtherObject(OtherObject.Kind.VIEW, "open_orders", "select 1"),
                    new OtherObject(OtherObject.Kind.VIEW, "big_orders", "select 2"),
                    new OtherObject(OtherObject.Kind.TRIGGER, "stock_down", "set x"))));
    var conversion =
        new Ddl.Conversion(
            schema,
            List.of(
                new Note(
                    "H13", "orders.id", Fidelity.EXACT, "bigint unsigned becomes numeric(20,0)"),
                new Note(
                    "H20", "customers.email", Fidelity.EXACT, "unique regardless of letter case"),
                new Note("X1", "orders.place", Fidelity.LOSSY, "the SRID is lost")));
    return new Facts(
        false,
        "2026-01-31T12:00:00Z",
        new SystemFacts(
            "mariadb://migration_planner@127.0.0.1:3306/shop",
            new ServerInfo("MariaDB", "11.4.5", "uuid-1", Map.of("binlog_format", "ROW")),
            Map.of(
                "orders", new TableSize(2_000_000, 400 << 20, 100 << 20),
                "customers", new TableSize(100_000, 20 << 20, 8 << 20),
                "log", new TableSize(5_000, 1 << 20, 0)),
            new Rates(2, 6_000, 120_000, 3_000, 4 << 20),
            shuffled(
                order,
                new Requirement("mysql.binlog-format", true, "the log holds rows", "ROW", ""),
                new Requirement("mysql.row-image", true, "whole rows", "FULL", "")),
            new Connections(151, 0, 20, 90, 73, 3306, false),
            List.of("ALTER USER 'batch'@'%' ACCOUNT LOCK"),
            List.of("ALTER USER 'batch'@'%' ACCOUNT UNLOCK")),
        new SystemFacts(
            "postgresql://migration_planner@127.0.0.1:5432/shop",
            new ServerInfo("PostgreSQL", "18.0", "sys-1", Map.of("wal_level", "logical")),
            Map.of(),
            new Rates(2, 0, 0, 0, 0),
            List.of(),
            new Connections(100, 3, 5, -1, 40, 5432, false),
            List.of(),
            List.of()),
        schema,
        conversion,
        List.of(
            new TableDdl(
                "customers",
                List.of("CREATE TABLE customers (id bigint PRIMARY KEY, email text)"),
                List.of("CREATE UNIQUE INDEX customers_email ON customers (email)"),
                List.of(),
                List.of(),
                "ANALYZE customers"),
            new TableDdl(
                "orders",
                List.of("CREATE TABLE orders (id numeric(20,0) PRIMARY KEY)"),
                List.of(),
                List.of(
                    "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (c) REFERENCES customers NOT VALID"),
                List.of("ALTER TABLE orders VALIDATE CONSTRAINT fk"),
                "ANALYZE orders")),
        List.of("DROP TABLE orders, customers"),
        List.of("TRUNCATE orders, customers"),
        Map.of(
            "customers.id", Fidelity.EXACT,
            "customers.email", Fidelity.EXACT,
            "orders.id", Fidelity.EXACT,
            "orders.place", Fidelity.LOSSY,
            "orders.shipped", Fidelity.CANONICAL),
        shuffled(
            order,
            new Scanned("orders", 2_000_000, true, "", "0-1-77", 3.2, counts),
            new Scanned(
                "customers",
                50_000,
                false,
                "",
                "0-1-77",
                0.4,
                List.of(count("H29", "customers.email", 0)))),
        List.of(),
        "shape-1",
        shuffled(
            order,
            new Statement("SELECT `id` FROM `orders` WHERE `c` = ? LIMIT ?, ?", 900, 1_200, 9_000),
            new Statement("INSERT IGNORE INTO `customers` VALUES (...)", 50, 80, 50)),
        "",
        shuffled(
            order,
            new Looked(
                "SELECT `id` FROM `orders` WHERE `c` = ? LIMIT ?, ?",
                900,
                new Lookup(Lookup.How.INDEX, "orders by by_c"),
                new Lookup(Lookup.How.WHOLE_TABLE, "orders: the whole table")),
            new Looked(
                "INSERT IGNORE INTO `customers` VALUES (...)",
                50,
                Lookup.ADDS_ROWS,
                Lookup.unknown("refused: syntax error (SQLSTATE 42601)"))),
        null);
  }

  private static Table customers() {
    return new Table(
        "customers",
        List.of(column("id", new SqlType.IntegerType(64, false)), column("email", text())),
        new Key("PRIMARY", List.of("id")),
        List.of(
            new Index(
                "email", Index.Kind.UNIQUE, List.of(new Index.Part("email", false, 0, false)))),
        List.of(),
        List.of(),
        "InnoDB",
        "");
  }

  private static Table orders(Random order) {
    return new Table(
        "orders",
        List.of(
            column("id", new SqlType.IntegerType(64, true)),
            column("c", new SqlType.IntegerType(64, false)),
            column("shipped", new SqlType.DateType()),
            column("place", new SqlType.GeometryType("point"))),
        new Key("PRIMARY", List.of("id")),
        shuffled(
            order,
            new Index("by_c", Index.Kind.PLAIN, List.of(new Index.Part("c", false, 0, false))),
            new Index(
                "by_day", Index.Kind.PLAIN, List.of(new Index.Part("shipped", false, 0, true)))),
        List.of(
            new ForeignKey(
                "fk",
                List.of("c"),
                "customers",
                List.of("id"),
                ForeignKey.Action.CASCADE,
                ForeignKey.Action.RESTRICT)),
        List.of(),
        "InnoDB",
        "");
  }

  private static Table log() {
    return new Table(
        "log",
        List.of(column("line", text())),
        null,
        List.of(),
        List.of(),
        List.of(),
        "InnoDB",
        "");
  }

  private static Column column(String name, SqlType type) {
    return new Column(name, type, "x", false, new DefaultValue.None(), false, null, false, "");
  }

  private static SqlType text() {
    return new SqlType.TextType(
        false, 190, new Collation("utf8mb4_general_ci", false, false, true));
  }

  @SafeVarargs
  private static <T> List<T> shuffled(Random order, T... items) {
    var list = new ArrayList<>(List.of(items));
    Collections.shuffle(list, order);
    return list;
  }
}
