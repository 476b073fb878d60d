package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.database.ChunkTable.ChunkRow;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Views;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks of any key: each bounded, none overlapping another, together every row. */
final class ChunkKeysTest {

  private static final int ROWS = 1_500;
  private static final int ROWS_PER_CHUNK = 100;

  /**
   * What the key is called here, its columns with types, and its values for the row {@code seq}.
   */
  record Keyed(String called, String columns, String names, String values) {
    @Override
    public String toString() {
      return called;
    }
  }

  static Stream<Keyed> ofMariaDb() {
    return Stream.of(
        one("negative, zero and positive", "int", "seq - 750"),
        one("unsigned to the end of 64 bits", "bigint unsigned", "18446744073709551615 - seq"),
        one("sparse", "bigint", "seq * seq * 1000003 - 5000000000"),
        one("skewed", "bigint", "IF(seq < 1400, seq, seq * 1000000000000)"),
        one("decimal", "decimal(20,6)", "(seq - 750) * 1.000001"),
        one(
            "text regardless of case and accents",
            "varchar(20) COLLATE utf8mb4_general_ci",
            "CONCAT(ELT(1 + seq % 5, 'a', 'B', 'é', '_', 'Z'), seq)"),
        one(
            "text by the rules of Unicode",
            "varchar(20) COLLATE utf8mb4_unicode_ci",
            "CONCAT(ELT(1 + seq % 5, 'ß', 'Ö', 'o', ' ', '😀'), seq)"),
        one(
            "text by its bytes",
            "varchar(20) COLLATE utf8mb4_bin",
            "CONCAT(ELT(1 + seq % 4, 'a', 'B', 'é', '_'), seq)"),
        one("text in latin1", "varchar(9) CHARACTER SET latin1", "CONCAT('ä', seq)"),
        one("bytes of one length", "binary(4)", "UNHEX(LPAD(HEX(seq * 2863311), 8, '0'))"),
        one(
            "bytes of several lengths",
            "varbinary(9)",
            "CONCAT(UNHEX(LPAD(HEX(seq), 4, '0')), REPEAT(x'00', seq % 3))"),
        one(
            "uuid",
            "uuid",
            "INSERT(INSERT(INSERT(CONCAT(LEFT(MD5(seq), 12), '4', RIGHT(MD5(seq), 3), '8',"
                + " LEFT(MD5(-seq), 15)), 9, 0, '-'), 14, 0, '-'), 19, 0, '-')"),
        one("day", "date", "DATE '1850-01-01' + INTERVAL seq * 7 DAY"),
        one("moment", "datetime(6)", "'1969-12-31' + INTERVAL seq * 1000003 MICROSECOND"),
        one("time", "time(3)", "SEC_TO_TIME((seq - 750) * 1001)"),
        new Keyed(
            "a tuple whose first column says nothing",
            "a tinyint, b varchar(20) COLLATE utf8mb4_general_ci, c datetime",
            "a, b, c",
            "seq % 2, CONCAT('k', seq % 40), TIMESTAMP'2026-01-01 00:00:00' + INTERVAL seq DAY"),
        new Keyed("a tuple of one value and all others", "a int, b bigint", "a, b", "7, -seq"));
  }

  static Stream<Keyed> ofPostgreSql() {
    return Stream.of(
        one("negative, zero and positive", "int", "seq - 750"),
        one(
            "sparse and skewed",
            "bigint",
            "CASE WHEN seq < 1400 THEN seq ELSE seq * 1000000000000 END"),
        one("decimal", "numeric(20,6)", "(seq - 750) * 1.000001"),
        one(
            "text by the rules of Unicode",
            "varchar(20) COLLATE \"und-x-icu\"",
            "(ARRAY['a', 'B', 'é', '_', 'Z'])[1 + seq % 5] || seq"),
        one("bytes", "bytea", "decode(lpad(to_hex(seq * 286331), 8, '0'), 'hex')"),
        one("uuid", "uuid", "md5(seq::text)::uuid"),
        one("day", "date", "date '1850-01-01' + seq * 7"),
        one(
            "moment",
            "timestamptz",
            "timestamptz '1999-12-31 00:00+00' + seq * interval '1.000003 s'"),
        new Keyed(
            "a tuple whose first column says nothing",
            "a boolean, b varchar(20), c date",
            "a, b, c",
            "seq % 2 = 0, 'k' || seq % 40, date '2026-01-01' + seq"));
  }

  private static Keyed one(String called, String type, String value) {
    return new Keyed(called, "k " + type, "k", value);
  }

  @ParameterizedTest
  @MethodSource("ofMariaDb")
  void every_key_of_mariadb_is_copied_in_bounded_chunks(Keyed keyed) throws Exception {
    String numbers = "(SELECT CAST(seq AS SIGNED) AS seq FROM seq_1_to_" + ROWS + ") AS s";
    copiedInChunks(Site.mariaDb(), Site.postgres(), keyed, numbers);
  }

  @ParameterizedTest
  @MethodSource("ofPostgreSql")
  void every_key_of_postgresql_is_copied_in_bounded_chunks(Keyed keyed) throws Exception {
    copiedInChunks(
        Site.postgres(), Site.mariaDb(), keyed, "generate_series(1, " + ROWS + ") AS s(seq)");
  }

  private static void copiedInChunks(Site from, Site to, Keyed keyed, String numbers)
      throws Exception {
    try (Crossing crossing =
        Crossing.of(
            from,
            to,
            "CREATE TABLE t (%s, v int, PRIMARY KEY (%s))"
                .formatted(keyed.columns(), keyed.names()),
            "INSERT INTO t SELECT %s, seq FROM %s".formatted(keyed.values(), numbers))) {
      CopyProgress progress = crossing.copy(new CopyOptions(2, ROWS_PER_CHUNK, 8L << 20, 0, 3, 10));
      assertThat(progress.rows()).isEqualTo(ROWS);
      List<ChunkRow> chunks;
      try (Connection connection = crossing.target.connect(Use.WRITE)) {
        chunks = crossing.control.chunks().of(connection, "t");
      }
      assertThat(chunks).hasSizeGreaterThanOrEqualTo(ROWS / ROWS_PER_CHUNK);
      assertThat(chunks)
          .allSatisfy(
              chunk -> {
                assertThat(chunk.rows()).isLessThanOrEqualTo(ROWS_PER_CHUNK);
                assertThat(chunk.range().upTo()).isNotNull();
              });
      assertThat(chunks.stream().mapToLong(ChunkRow::rows).sum()).isEqualTo(ROWS);
      assertThat(
              new Comparison(Views.of(crossing.source, crossing.target), CompareOptions.DEFAULTS)
                  .full(crossing.tables().get(0))
                  .equal())
          .isTrue();
    }
  }
}
