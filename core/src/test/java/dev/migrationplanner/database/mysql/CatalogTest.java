package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private Fixture db;

  @BeforeEach
  void open() throws Exception {
    db = Fixture.fresh();
  }

  @AfterEach
  void close() throws Exception {
    db.close();
  }

  private Schema read() throws Exception {
    try (Connection connection = db.database.connect(Use.READ)) {
      return db.database.catalog().read(connection, name -> true);
    }
  }

  private Column column(String definition) throws Exception {
    db.app("DROP TABLE IF EXISTS t", "CREATE TABLE t (id int PRIMARY KEY, c " + definition + ")");
    return read().table("t").orElseThrow().column("c").orElseThrow();
  }

  @Test
  void typesAreReadWithTheirFacets() throws Exception {
    assertThat(column("bigint(20) unsigned").type()).isEqualTo(new SqlType.IntegerType(64, true));
    assertThat(column("decimal(12,3) unsigned").type())
        .isEqualTo(new SqlType.DecimalType(12, 3, true));
    assertThat(column("timestamp(3) NULL").type()).isEqualTo(new SqlType.InstantType(3));
    boolean mySql = SharedServers.mySqlEngine().equals("mysql");
    assertThat(column("json").type()).isEqualTo(new SqlType.JsonType(!mySql));
    assertThat(column("enum('a','it''s','x,y')").type())
        .isEqualTo(new SqlType.EnumType(List.of("a", "it's", "x,y")));
    assertThat(column("varchar(9) COLLATE utf8mb4_general_ci").type())
        .isEqualTo(
            new SqlType.TextType(
                false, 9, new Collation("utf8mb4_general_ci", false, false, true)));
    String noPad = mySql ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin";
    assertThat(column("char(9) COLLATE " + noPad).type())
        .isEqualTo(new SqlType.TextType(true, 9, new Collation(noPad, true, true, false)));
  }

  @Test
  void defaultsAreReadAsWhatTheyMean() throws Exception {
    assertThat(column("varchar(20) DEFAULT 'it''s \\\\'").defaultValue())
        .isEqualTo(new DefaultValue.Literal("it's \\"));
    assertThat(column("varchar(20) DEFAULT 'NULL'").defaultValue())
        .isEqualTo(new DefaultValue.Literal("NULL"));
    assertThat(column("varchar(20) DEFAULT NULL").defaultValue())
        .isEqualTo(new DefaultValue.None());
    assertThat(column("int NOT NULL").defaultValue()).isEqualTo(new DefaultValue.None());
    assertThat(column("int DEFAULT -7").defaultValue()).isEqualTo(new DefaultValue.Literal("-7"));
    assertThat(column("bit(4) DEFAULT b'0101'").defaultValue())
        .isEqualTo(new DefaultValue.Literal("5"));
    Column moment =
        column("datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)");
    assertThat(moment.defaultValue()).isEqualTo(new DefaultValue.Now(3));
    assertThat(moment.updatesToNow()).isTrue();
    assertThat(column("varchar(40) DEFAULT (uuid())").defaultValue())
        .isEqualTo(new DefaultValue.Expression("uuid()"));
  }

  @Test
  void keysIndexesChecksAndForeignKeysAreRead() throws Exception {
    db.app(
        "CREATE TABLE p (a int, b int, PRIMARY KEY (b, a))",
        "CREATE TABLE c (id int AUTO_INCREMENT PRIMARY KEY COMMENT 'num', a int, b int, t text, n int,"
            + " g int AS (n + 1) STORED, UNIQUE u (t(10)), KEY k (a, b DESC), FULLTEXT f (t),"
            + " CONSTRAINT chk CHECK (n > 0), CONSTRAINT fk FOREIGN KEY (b, a) REFERENCES p (b, a)"
            + " ON DELETE CASCADE ON UPDATE SET NULL) COMMENT 'child'");
    Table table = read().table("c").orElseThrow();
    assertThat(table.primaryKey()).satisfies(k -> assertThat(k.columns()).containsExactly("id"));
    assertThat(table.column("id").orElseThrow().identity()).isTrue();
    assertThat(table.column("id").orElseThrow().comment()).isEqualTo("num");
    assertThat(table.column("g").orElseThrow().generated()).isTrue();
    assertThat(table.column("a").orElseThrow().generated()).isFalse();
    assertThat(table.indexes())
        .contains(
            new Index("u", Index.Kind.UNIQUE, List.of(new Index.Part("t", false, 10, false))),
            new Index(
                "k",
                Index.Kind.PLAIN,
                List.of(new Index.Part("a", false, 0, false), new Index.Part("b", false, 0, true))),
            new Index("f", Index.Kind.FULLTEXT, List.of(new Index.Part("t", false, 0, false))));
    assertThat(table.foreignKeys())
        .containsExactly(
            new ForeignKey(
                "fk",
                List.of("b", "a"),
                "p",
                List.of("b", "a"),
                ForeignKey.Action.CASCADE,
                ForeignKey.Action.SET_NULL));
    assertThat(table.checks()).hasSize(1);
    assertThat(table.storage()).isEqualTo("InnoDB");
    assertThat(table.comment()).isEqualTo("child");
  }

  @Test
  void nothingThatIsNoTableIsLeftOutSilently() throws Exception {
    db.app(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "CREATE VIEW v AS SELECT 1 AS one",
        "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET @x = 1",
        "CREATE PROCEDURE pr() SELECT 1",
        "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO SET @x = 1",
        SharedServers.mySqlEngine().equals("mysql") ? "DO 0" : "CREATE SEQUENCE sq");
    assertThat(read().tables()).extracting(Table::name).containsExactly("t");
    assertThat(read().others())
        .extracting(OtherObject::kind)
        .filteredOn(kind -> kind != OtherObject.Kind.SEQUENCE)
        .containsExactly(
            OtherObject.Kind.VIEW,
            OtherObject.Kind.TRIGGER,
            OtherObject.Kind.ROUTINE,
            OtherObject.Kind.EVENT);
    assertThat(read().others())
        .filteredOn(other -> other.kind() == OtherObject.Kind.SEQUENCE)
        .hasSize(SharedServers.mySqlEngine().equals("mysql") ? 0 : 1);
  }

  @Test
  void theFingerprintChangesWithTheShapeAndWithNothingElse() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY, v varchar(5))", "CREATE TABLE o (id int)");
    var views = List.of(db.view("t"));
    String before = fingerprint(views);
    db.app("INSERT INTO t VALUES (1, 'x')", "ALTER TABLE o ADD x int", "ANALYZE TABLE t");
    assertThat(fingerprint(views)).isEqualTo(before);
    db.app("ALTER TABLE t MODIFY v varchar(6)");
    assertThat(fingerprint(views)).isNotEqualTo(before);
  }

  private String fingerprint(List<dev.migrationplanner.database.TableView> views) throws Exception {
    try (Connection connection = db.database.connect(Use.READ)) {
      return db.database.catalog().fingerprint(connection, views);
    }
  }

  @Test
  void hostileNamesAreOnlyNames() throws Exception {
    String table = "t`; drop table t; -- \"x'";
    db.app(
        "CREATE TABLE `" + table.replace("`", "``") + "` (`id``\"'; --` int PRIMARY KEY)",
        "INSERT INTO `" + table.replace("`", "``") + "` VALUES (1)");
    assertThat(db.keys(db.view(table))).hasSize(1);
  }

  @Test
  void sizesAndActivityGrow() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    try (Connection connection = db.database.connect(Use.READ)) {
      var before = db.database.catalog().activity(connection);
      db.app("INSERT INTO t SELECT seq FROM seq_1_to_500");
      var after = db.database.catalog().activity(connection);
      assertThat(after.rowsWritten() - before.rowsWritten()).isGreaterThanOrEqualTo(500);
      assertThat(after.logBytes()).isGreaterThan(before.logBytes());
      assertThat(after.transactions()).isGreaterThan(before.transactions());
      assertThat(db.database.catalog().sizes(connection)).containsKey("t");
    }
  }
}
