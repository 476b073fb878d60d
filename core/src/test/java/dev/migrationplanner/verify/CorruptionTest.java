package dev.migrationplanner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.sync.Pair;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 6: every planted corruption is found, by table, key and column, and nothing else is.
 * {@code -Dcorruption.rows=1000000 -Dcorruptions=1000} for the full size.
 */
final class CorruptionTest {

  private static final int ROWS = Integer.getInteger("corruption.rows", 60_000);
  private static final int CORRUPTIONS = Integer.getInteger("corruptions", 108);
  private static final int KINDS = 9;
  private static final String ITEM =
      "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, raw VARBINARY(40) NOT"
          + " NULL, at DATETIME(6) NOT NULL, ratio DOUBLE NOT NULL, note TEXT)";
  private static final String FILL =
      "INSERT INTO item SELECT seq, CONCAT('name of ', seq), UNHEX(SHA1(seq)), '2026-01-01' +"
          + " INTERVAL seq * 7001 MICROSECOND, IF(seq % 10 = 0, 0, seq / 7e0), IF(seq % 3 = 0,"
          + " NULL, CONCAT('note ', seq)) FROM seq_1_to_";

  private final Map<String, String> planted = new TreeMap<>();
  private final Random choice = new Random(18);
  private final List<String> onSource = new ArrayList<>();
  private final List<String> onTarget = new ArrayList<>();

  @Test
  void guarantee_6_every_planted_corruption_is_found_by_key_and_column_and_nothing_else()
      throws Exception {
    try (Pair pair = new Pair(ITEM, FILL + ROWS)) {
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      var comparison =
          new Comparison(
              Views.of(pair.source, pair.target),
              CompareOptions.DEFAULTS.limits(100_000, 500, 50_000, 10 * CORRUPTIONS));
      assertThat(comparison.full(pair.tables.get(0)).equal()).isTrue();

      plant();
      run(pair.sourceServer.dataSource(pair.sourceDatabase).getConnection(), onSource);
      run(pair.targetServer.dataSource(pair.targetDatabase).getConnection(), onTarget);
      TableResult result = comparison.full(pair.tables.get(0));

      assertThat(result.table()).isEqualTo("item");
      assertThat(found(result)).isEqualTo(planted);
      assertThat(result.differencesTotal()).isEqualTo(planted.size());
      System.out.printf(
          "%d of %d corruptions (%d rows differ) found in %d rows in %.1f s%n",
          CORRUPTIONS, CORRUPTIONS, result.differencesTotal(), ROWS, result.seconds());
    }
  }

  private void plant() {
    for (int i = 0; i < CORRUPTIONS; i++) {
      switch (i % KINDS) {
        case 0 -> {
          int bit = choice.nextInt(160);
          change(other(), "raw", "raw = set_bit(raw, " + bit + ", 1 - get_bit(raw, " + bit + "))");
        }
        case 1 -> nul(i);
        case 2 -> change(other(), "name", "name = name || ' '");
        case 3 -> change(other(), "at", "at = at + interval '1 microsecond'");
        case 4 -> change(zero(), "ratio", "ratio = '-0'");
        case 5 -> change(other(), "name", "name = upper(name)");
        case 6 -> {
          long id = other();
          onTarget.add("DELETE FROM item WHERE id = " + id);
          planted.put(Long.toString(id), "MISSING []");
        }
        case 7 -> {
          long id = ROWS + 1L + i;
          onTarget.add(
              "INSERT INTO item SELECT "
                  + id
                  + ", name, raw, at, ratio, note FROM item WHERE id ="
                  + " 1");
          planted.put(Long.toString(id), "EXTRANEOUS []");
        }
        default -> swap();
      }
    }
  }

  /** PostgreSQL's text holds none, its bytes do; the source's text holds one. */
  private void nul(int number) {
    if (number % 2 == 0) {
      change(other(), "raw", "raw = raw || '\\x00'");
    } else {
      long id = other();
      onSource.add("UPDATE item SET name = CONCAT(name, CHAR(0)) WHERE id = " + id);
      planted.put(Long.toString(id), "MISMATCHING [name]");
    }
  }

  private void change(long id, String column, String set) {
    onTarget.add("UPDATE item SET " + set + " WHERE id = " + id);
    planted.put(Long.toString(id), "MISMATCHING [" + column + "]");
  }

  /** All columns but the key of two rows. */
  private void swap() {
    long one = noted();
    long two = noted();
    onTarget.add(
        "UPDATE item a SET name = b.name, raw = b.raw, at = b.at, ratio = b.ratio, note = b.note"
            + " FROM item b WHERE (a.id, b.id) IN ((%1$d, %2$d), (%2$d, %1$d))"
                .formatted(one, two));
    planted.put(Long.toString(one), "MISMATCHING [name, raw, at, ratio, note]");
    planted.put(Long.toString(two), "MISMATCHING [name, raw, at, ratio, note]");
  }

  /** A row not touched yet. */
  private long other() {
    long id;
    do {
      id = 2 + choice.nextInt(ROWS - 1);
    } while (planted.putIfAbsent(Long.toString(id), "") != null);
    return id;
  }

  /** One whose ratio is 0. */
  private long zero() {
    long id;
    do {
      id = 10L * (1 + choice.nextInt(ROWS / 10 - 1));
    } while (planted.putIfAbsent(Long.toString(id), "") != null);
    return id;
  }

  /** One with a note, and a ratio that is not 0. */
  private long noted() {
    long id;
    do {
      id = 2 + choice.nextInt(ROWS - 1);
    } while (id % 10 == 0 || id % 3 == 0 || planted.putIfAbsent(Long.toString(id), "") != null);
    return id;
  }

  private static void run(Connection connection, List<String> statements) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String text : statements) {
        assertThat(statement.executeUpdate(text)).as(text).isPositive();
      }
      connection.commit();
    }
  }

  private static Map<String, String> found(TableResult result) {
    var found = new TreeMap<String, String>();
    for (Difference difference : result.differences()) {
      found.put(difference.key().texts().get(0), difference.kind() + " " + difference.columns());
    }
    return found;
  }
}
