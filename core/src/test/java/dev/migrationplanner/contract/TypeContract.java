package dev.migrationplanner.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.contract.TypeSpec.Form;
import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.database.QuarantineTable;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guarantee 5 for one pair of engines: every type, with NULL, its least and greatest values and
 * random ones, goes to the target and back through the copier, and is compared on each leg by texts
 * that plain SQL makes, without our readers, writers or digests. What the source's type cannot hold
 * is refused by the target's guards; with the guards dropped, it is set aside on the way back and
 * never changed. The JVM lives in one time zone, the test's sessions in two others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TypeContract {

  /** Random values a type; the full contract is 10,000. */
  private static final int VALUES = Integer.getInteger("contract.values", 400);

  private static final long SEED = 20_261_123;
  private static final int ROWS_PER_INSERT = 200;

  private final TimeZone zoneBefore = TimeZone.getDefault();

  abstract Optional<Site> source();

  abstract Optional<Site> target();

  abstract Map<String, List<TypeSpec>> families();

  /** The JVM's zone during the test. */
  abstract String zone();

  @BeforeAll
  void moveTheJvm() {
    Assumptions.assumeTrue(source().isPresent() && target().isPresent());
    TimeZone.setDefault(TimeZone.getTimeZone(zone()));
  }

  @AfterAll
  void moveBack() {
    TimeZone.setDefault(zoneBefore);
  }

  Stream<String> names() {
    return families().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void guarantee_5_every_value_of_every_type_arrives_and_comes_back(String family)
      throws Exception {
    List<TypeSpec> specs = specs(family);
    try (Crossing there = crossing(site(source()), site(target()), create(specs))) {
      try (Connection connection = session(site(source()), there.sourceDatabase)) {
        fill(connection, specs);
      }
      there.copy();
      there.schema().finish();
      assertThat(there.setAside()).isEmpty();
      compareTarget(there, specs);
      TableResult judged =
          new Comparison(Views.of(there.source, there.target), CompareOptions.DEFAULTS)
              .full(there.tables().get(0));
      assertThat(judged.differences().stream().map(d -> d.key().texts() + " " + d.columns()))
          .as("what the digests call different")
          .isEmpty();
      try (Crossing back = there.reversed(create(specs))) {
        back.copy();
        assertThat(back.setAside()).isEmpty();
        compareReturned(there, back, specs);
      }
      refuses(there, specs);
      setsAside(there, specs);
    }
  }

  /** The way there, in the profile under contract. */
  Crossing crossing(Site from, Site to, String... statements) throws Exception {
    return Crossing.of(from, to, statements);
  }

  private static Site site(Optional<Site> site) {
    return site.orElseThrow();
  }

  private List<TypeSpec> specs(String family) {
    List<TypeSpec> specs = families().get(family);
    if (specs == null) {
      throw new IllegalArgumentException(family);
    }
    return specs;
  }

  private static String[] create(List<TypeSpec> specs) {
    String columns =
        specs.stream().map(s -> ", " + s.name() + " " + s.type()).collect(Collectors.joining());
    String table = "CREATE TABLE t (id int PRIMARY KEY" + columns + ")";
    return columns.contains("mood")
        ? new String[] {"CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s')", table}
        : new String[] {table};
  }

  private static void fill(Connection connection, List<TypeSpec> specs) throws SQLException {
    var random = new Random(SEED);
    int edges = specs.stream().mapToInt(s -> s.edges().size()).max().orElse(0);
    int rows = 1 + edges + VALUES;
    for (int from = 0; from < rows; from += ROWS_PER_INSERT) {
      var sql = new StringBuilder("INSERT INTO t VALUES ");
      for (int id = from; id < Math.min(rows, from + ROWS_PER_INSERT); id++) {
        sql.append(id == from ? "" : ", ").append('(').append(id);
        for (TypeSpec spec : specs) {
          sql.append(", ").append(literal(spec, id, random));
        }
        sql.append(')');
      }
      execute(connection, sql.toString());
    }
  }

  /** Row 0 is all NULL; then the edges; then random values. */
  private static String literal(TypeSpec spec, int id, Random random) {
    if (id == 0) {
      return "NULL";
    }
    return id <= spec.edges().size() ? spec.edges().get(id - 1) : spec.values().apply(random);
  }

  private void compareTarget(Crossing there, List<TypeSpec> specs) throws SQLException {
    List<String> source = texts(site(source()), there.sourceDatabase, specs, true);
    List<String> target = texts(site(target()), there.targetDatabase, specs, false);
    equal(source, target, "on the target");
  }

  private void compareReturned(Crossing there, Crossing back, List<TypeSpec> specs)
      throws SQLException {
    List<String> source = texts(site(source()), there.sourceDatabase, specs, true);
    List<String> returned = texts(site(source()), back.targetDatabase, specs, true);
    equal(source, returned, "come back");
  }

  private static void equal(List<String> wanted, List<String> got, String where) {
    assertThat(got).as("rows %s", where).hasSameSizeAs(wanted);
    var different = new ArrayList<String>();
    for (int i = 0; i < wanted.size() && different.size() < 20; i++) {
      if (!wanted.get(i).equals(got.get(i))) {
        different.add(shortened(wanted.get(i)) + " is " + shortened(got.get(i)) + " " + where);
      }
    }
    assertThat(different).as("values %s", where).isEmpty();
  }

  private static String shortened(String text) {
    return text.length() < 200 ? text : text.substring(0, 200) + "...";
  }

  /** One text a value: id, column, value. */
  private List<String> texts(Site site, String database, List<TypeSpec> specs, boolean source)
      throws SQLException {
    String columns =
        specs.stream()
            .map(s -> ", " + (source ? s.source() : s.target()).replace("$", quoted(site, s)))
            .collect(Collectors.joining());
    try (Connection connection = session(site, database);
        PreparedStatement query =
            connection.prepareStatement("SELECT id" + columns + " FROM t ORDER BY id");
        ResultSet row = query.executeQuery()) {
      var texts = new ArrayList<String>();
      while (row.next()) {
        for (int i = 0; i < specs.size(); i++) {
          TypeSpec spec = specs.get(i);
          texts.add(row.getInt(1) + " " + spec.name() + " " + text(row, i + 2, spec.form()));
        }
      }
      return texts;
    }
  }

  private static String quoted(Site site, TypeSpec spec) {
    return site.engine().equals("postgresql") ? '"' + spec.name() + '"' : "`" + spec.name() + "`";
  }

  private static @Nullable String text(ResultSet row, int position, Form form) throws SQLException {
    if (form == Form.BITS64) {
      double value = row.getDouble(position);
      return row.wasNull() ? null : Long.toHexString(Double.doubleToRawLongBits(value));
    }
    if (form == Form.BITS32) {
      float value = row.getFloat(position);
      return row.wasNull() ? null : Integer.toHexString(Float.floatToRawIntBits(value));
    }
    String text = row.getString(position);
    return text == null ? null : form.normal(text);
  }

  /** The guards: an ordinary INSERT on the target of what the source cannot hold fails. */
  private void refuses(Crossing there, List<TypeSpec> specs) throws SQLException {
    var taken = new ArrayList<String>();
    try (Connection connection = session(site(target()), there.targetDatabase)) {
      for (TypeSpec spec : specs) {
        for (String literal : spec.beyond()) {
          if (inserted(connection, spec, literal, 2_000_000 + taken.size())) {
            taken.add(spec + " takes " + literal);
          }
        }
      }
      execute(connection, "DELETE FROM t WHERE id >= 2000000");
    }
    assertThat(taken).as("what the target should refuse").isEmpty();
  }

  /** With the guards gone, whatever gets in is set aside on the way back, by its column. */
  private void setsAside(Crossing there, List<TypeSpec> specs) throws Exception {
    there.dropChecks();
    var expected = new ArrayList<String>();
    try (Connection connection = session(site(target()), there.targetDatabase)) {
      execute(connection, "DELETE FROM t");
      for (TypeSpec spec : specs) {
        for (String literal : spec.beyond()) {
          int id = 3_000_000 + expected.size();
          if (inserted(connection, spec, literal, id)) {
            expected.add(id + " " + spec.name());
          }
        }
      }
    }
    try (Crossing back = there.reversed(create(specs))) {
      back.copy();
      assertThat(back.setAside().stream().map(TypeContract::line))
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(back.rowsOnTarget("SELECT count(*) FROM t")).containsExactly("0");
    }
  }

  private static String line(QuarantineTable.Entry entry) {
    return entry.key() + " " + entry.column();
  }

  private static boolean inserted(Connection connection, TypeSpec spec, String literal, int id) {
    try {
      execute(
          connection, "INSERT INTO t (id, %s) VALUES (%d, %s)".formatted(spec.name(), id, literal));
      return true;
    } catch (SQLException e) {
      return false; // Refused, as it should be.
    }
  }

  /** Plain JDBC, in a zone that is neither the JVM's nor UTC; numbers come in binary. */
  private Connection session(Site site, String database) throws SQLException {
    if (site.engine().equals("postgresql")) {
      Connection connection = site.plain(database);
      execute(connection, "SET TIME ZONE 'America/Sao_Paulo'");
      execute(connection, "SET extra_float_digits = 3");
      return connection;
    }
    Connection connection =
        java.sql.DriverManager.getConnection(
            site.server().jdbcUrl(database) + "&useServerPrepStmts=true");
    execute(
        connection,
        "SET time_zone = '-03:30', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_BACKSLASH_ESCAPES'");
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
