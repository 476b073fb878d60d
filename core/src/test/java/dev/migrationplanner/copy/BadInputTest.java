package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.database.QuarantineTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guarantee 5: a row that cannot be carried is set aside with its key, column, reason and what to
 * do; the rest of the table arrives.
 */
final class BadInputTest {

  /** A column's type, a value that arrives, a value that does not, and words of the reason. */
  record Bad(String type, String good, String bad, String reason) {
    @Override
    public String toString() {
      return type + " " + (bad.length() > 40 ? bad.substring(0, 40) : bad);
    }
  }

  static Stream<Bad> ofMariaDb() {
    return Stream.of(
        new Bad("date", "'2026-01-31'", "'0000-00-00'", "no calendar"),
        new Bad("date NOT NULL", "'2026-01-31'", "'0000-00-00'", "no calendar"),
        new Bad("date", "NULL", "'2012-00-00'", "no calendar"),
        new Bad("date", "'2020-02-29'", "'2020-02-31'", "no calendar"),
        new Bad("datetime(3)", "'2020-02-29 01:02:03.456'", "'0000-00-00'", "no calendar"),
        new Bad("timestamp", "'2020-02-29 01:02:03'", "0", "no calendar"),
        new Bad("varchar(20)", "'plain'", "x'610062'", "NUL"),
        new Bad("longtext", "'\\u0001'", "x'00'", "NUL"),
        new Bad("varchar(20)", "'é'", "_utf8mb4 x'EDA080'", "bytes that PostgreSQL cannot store"),
        new Bad("enum('a','b')", "'b'", "'none'", "none of the labels"),
        new Bad("json", "'{\"a\":1}'", "'{\"a\":\"x\\\\u0000\"}'", ""));
  }

  @ParameterizedTest
  @MethodSource("ofMariaDb")
  void guarantee_5_a_value_of_mariadb_that_postgresql_cannot_hold_is_set_aside(Bad bad)
      throws Exception {
    try (Crossing crossing = crossing(Site.mariaDb(), Site.postgres(), bad)) {
      if (bad.type().equals("json")) {
        // Carried verbatim: PostgreSQL's json keeps the escape.
        crossing.copy();
        assertThat(crossing.setAside()).isEmpty();
        return;
      }
      judge(crossing, bad);
    }
  }

  static Stream<Bad> ofPostgres() {
    return Stream.of(
        new Bad("date", "'9999-12-31'", "'infinity'", "years 1 to 9999"),
        new Bad("date", "'0001-01-01'", "'0044-03-15 BC'", "years 1 to 9999"),
        new Bad("timestamp", "'0001-01-01'", "'-infinity'", "years 1 to 9999"),
        new Bad("timestamptz", "'2026-03-29 01:30+00'", "'10000-01-01'", "years 1 to 9999"),
        new Bad("double precision", "'1e308'", "'NaN'", "NaN"),
        new Bad("real", "'1.5'", "'-Infinity'", "NaN"),
        new Bad("numeric", "1.5", "'NaN'", "NaN"),
        new Bad("numeric", "-1e34", "1e35", "out of range"),
        new Bad("numeric", "1e-30", "1e-31", "more digits after the point"),
        new Bad("interval", "'-838:59:59'", "'839 hours'", "838:59:59"),
        new Bad("interval", "'25:00:00.000001'", "'1 month'", "months"));
  }

  @ParameterizedTest
  @MethodSource("ofPostgres")
  void guarantee_5_a_value_of_postgresql_that_mariadb_cannot_hold_is_set_aside(Bad bad)
      throws Exception {
    try (Crossing crossing = crossing(Site.postgres(), Site.mariaDb(), bad)) {
      judge(crossing, bad);
    }
  }

  /** Row 7 of 9,000 and the last one are bad. */
  private static Crossing crossing(Site source, Site target, Bad bad) throws Exception {
    boolean maria = source.engine().equals("mariadb");
    String numbers = maria ? "seq_1_to_9000" : "generate_series(1, 9000) AS s(seq)";
    return Crossing.of(
        source,
        target,
        maria ? "SET sql_mode = 'ALLOW_INVALID_DATES'" : "SET TIME ZONE 'UTC'",
        "CREATE TABLE t (id int PRIMARY KEY, v " + bad.type() + ")",
        "INSERT INTO t SELECT seq, " + bad.good() + " FROM " + numbers,
        "UPDATE t SET v = " + bad.bad() + " WHERE id IN (7, 9000)");
  }

  private static void judge(Crossing crossing, Bad bad) throws Exception {
    CopyProgress progress = crossing.copy();
    assertThat(progress.rows()).isEqualTo(8_998);
    assertThat(progress.quarantinedRows()).isEqualTo(2);
    assertThat(crossing.rowsOnTarget("SELECT count(*) FROM t")).containsExactly("8998");
    assertThat(crossing.rowsOnTarget("SELECT id FROM t WHERE id IN (7, 9000)")).isEmpty();
    List<QuarantineTable.Entry> aside = crossing.setAside();
    assertThat(aside).extracting(QuarantineTable.Entry::key).containsExactlyInAnyOrder("7", "9000");
    assertThat(aside)
        .allSatisfy(
            entry -> {
              assertThat(entry.table()).isEqualTo("t");
              assertThat(entry.column()).isEqualTo("v");
              assertThat(entry.reason()).contains(bad.reason());
              assertThat(entry.remedy()).isNotEmpty();
            });
  }

  @Test
  void more_rows_than_the_limit_stop_the_copy_loudly() throws Exception {
    var bad = new Bad("date", "'2026-01-31'", "'0000-00-00'", "");
    try (Crossing crossing = crossing(Site.mariaDb(), Site.postgres(), bad)) {
      crossing.onSource("SET sql_mode = ''", "UPDATE t SET v = '0000-00-00' WHERE id < 20");
      var tight = new CopyOptions(2, 1_000, 8L << 20, 0, 3, 10);
      assertThatThrownBy(() -> crossing.copy(tight))
          .hasMessageContaining("more than 10 rows")
          .hasMessageContaining("table t, column v");
      assertThat(crossing.setAside().size()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void a_second_run_counts_what_the_first_one_set_aside() throws Exception {
    var bad = new Bad("date", "'2026-01-31'", "'0000-00-00'", "");
    try (Crossing crossing = crossing(Site.mariaDb(), Site.postgres(), bad)) {
      crossing.copy();
      assertThat(crossing.copy().quarantinedRows()).isEqualTo(2);
      assertThat(crossing.setAside()).hasSize(2);
    }
  }

  @Test
  void a_zero_date_in_a_key_is_walked_over_and_set_aside() throws Exception {
    try (Crossing crossing =
        Crossing.of(
            Site.mariaDb(),
            Site.postgres(),
            "SET sql_mode = ''",
            "CREATE TABLE t (d date, n int, PRIMARY KEY (d, n))",
            "INSERT INTO t SELECT '0000-00-00', seq FROM seq_1_to_25",
            "INSERT INTO t SELECT '2012-00-00', seq FROM seq_1_to_5",
            "INSERT INTO t SELECT '2026-01-01', seq FROM seq_1_to_500")) {
      crossing.copy(new CopyOptions(1, 10, 8L << 20, 0, 3, 100));
      assertThat(crossing.rowsOnTarget("SELECT count(*) FROM t")).containsExactly("500");
      assertThat(crossing.setAside()).hasSize(30);
      assertThat(crossing.setAside().get(0).column()).isEqualTo("d");
    }
  }

  @Test
  void a_number_beyond_the_targets_range_is_set_aside() throws Exception {
    try (Crossing crossing =
        Crossing.of(
            Site.mariaDb(),
            Site.postgres(),
            "CREATE TABLE t (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, v int)",
            "INSERT INTO t SELECT seq, 1 FROM seq_1_to_100",
            "INSERT INTO t VALUES (18446744073709551615, 2), (9223372036854775807, 3)")) {
      crossing.copy();
      assertThat(crossing.rowsOnTarget("SELECT count(*), max(id) FROM t"))
          .containsExactly("101|9223372036854775807");
      QuarantineTable.Entry entry = crossing.setAside().get(0);
      assertThat(entry.key()).isEqualTo("18446744073709551615");
      assertThat(entry.column()).isEqualTo("id");
      assertThat(entry.reason()).contains("out of the target's range");
    }
  }

  @Test
  void a_text_too_long_for_an_index_of_the_target_is_set_aside() throws Exception {
    try (Crossing crossing =
        Crossing.of(
            Site.mariaDb(),
            Site.postgres(),
            "CREATE TABLE t (k varchar(768) COLLATE utf8mb4_bin PRIMARY KEY, v int)",
            "INSERT INTO t SELECT concat('k', seq), seq FROM seq_1_to_100",
            "INSERT INTO t SELECT group_concat(concat(char(0xF0909080 + 256 * (seq * 7919 MOD 16)"
                + " + (seq * 31 MOD 60) USING utf8mb4)) SEPARATOR ''), 0 FROM seq_1_to_760")) {
      crossing.copy();
      assertThat(crossing.rowsOnTarget("SELECT count(*) FROM t")).containsExactly("100");
      assertThat(crossing.setAside()).hasSize(1);
      assertThat(crossing.setAside().get(0).reason()).contains("too long for an index");
    }
  }

  @Test
  void a_time_that_a_narrowed_column_cannot_hold_is_set_aside() throws Exception {
    try (Crossing crossing =
        Crossing.of(
            Site.mariaDb(),
            Site.postgres(),
            "CREATE TABLE t (id int PRIMARY KEY, v time(6))",
            "INSERT INTO t VALUES (1, '838:59:59'), (2, '-00:00:01'), (3, '23:59:59.999999')")) {
      crossing.copy();
      assertThat(crossing.rowsOnTarget("SELECT id, v FROM t ORDER BY id"))
          .containsExactly("1|838:59:59", "2|-00:00:01", "3|23:59:59.999999");
      assertThat(crossing.setAside()).isEmpty();
    }
  }
}
