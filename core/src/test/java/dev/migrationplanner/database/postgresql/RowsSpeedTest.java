package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.TableView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Prints rates; run with -Dspeed=true. */
@EnabledIfSystemProperty(named = "speed", matches = "true")
class RowsSpeedTest {

  private static final int ROWS = 400_000;

  /** Swallows. */
  private static final class Nowhere implements RowSink {
    public void nil() {}

    public void int64(long value) {}

    public void uint64(long bits) {}

    public void float64(double value) {}

    public void decimal(BigDecimal value) {}

    public void utf8(byte[] text) {}

    public void bytes(byte[] value) {}

    public void endRow() {}
  }

  @Test
  void ratesOfLoadReadAndHop() throws Exception {
    try (Shop shop = Shop.open()) {
      shop.installControl();
      shop.sql(
          "CREATE UNLOGGED TABLE nine (id bigint PRIMARY KEY, a int, b varchar(40), c text, d numeric(12,2), e timestamp, f date, g double precision, h smallint)");
      TableView view = shop.view("nine");
      byte[] b = "customer number 1234".getBytes(StandardCharsets.UTF_8);
      byte[] c = "x".repeat(180).getBytes(StandardCharsets.UTF_8);
      for (int round = 0; round < 3; round++) {
        shop.sql("TRUNCATE nine");
        var cpu = java.lang.management.ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long busy = cpu.getCurrentThreadCpuTime();
        try (Connection connection = shop.database.connect(Use.WRITE)) {
          connection.setAutoCommit(false);
          var writer = shop.database.rows().append(connection, view);
          for (int i = 0; i < ROWS; i++) {
            writer.int64(i);
            writer.int64(i % 1000);
            writer.utf8(b);
            writer.utf8(c);
            writer.decimal(BigDecimal.valueOf(i * 37L, 2));
            writer.int64(1_700_000_000_000_000L + i);
            writer.int64(20_000 + i % 100);
            writer.float64(i / 7.0);
            writer.int64(i % 100);
            writer.endRow();
          }
          assertThat(writer.finish()).isEqualTo(ROWS);
          connection.commit();
        }
        report("append", start, cpu.getCurrentThreadCpuTime() - busy);
        start = System.nanoTime();
        busy = cpu.getCurrentThreadCpuTime();
        try (Connection connection = shop.database.connect(Use.READ)) {
          shop.database.rows().read(connection, view, KeyRange.ALL, new Nowhere());
        }
        report("read", start, cpu.getCurrentThreadCpuTime() - busy);
      }
      shop.sql("ALTER TABLE nine SET LOGGED", "ANALYZE nine");
      hops(shop, shop.view("nine"), 5_000);
      hops(shop, shop.view("nine"), 10);
    }
  }

  private static void hops(Shop shop, TableView view, int size) throws Exception {
    var log = shop.database.changeLog("speed", List.of(view));
    var got = new Collector();
    var micros = new ArrayList<Long>();
    try (var reader = log.read(log.establish(), got)) {
      for (int n = 0; n < 20; n++) {
        var keys = new ArrayList<RowKey>();
        for (int i = 0; i < size; i++) {
          keys.add(RowKey.of(String.valueOf((n * 7919L + i * 104_729L) % ROWS)));
        }
        long start = System.nanoTime();
        try (var snapshot = shop.database.snapshot(List.of(view));
            Connection write = shop.database.connect(Use.WRITE)) {
          assertThat(reader.awaitReached(reader.markEnd(), Duration.ofSeconds(10))).isTrue();
          var rows = new dev.migrationplanner.database.RowBuffer(9);
          shop.database.rows().read(snapshot.connection(), view, keys, rows);
          int turn = n + size;
          rows.rows().forEach(r -> r[1] = (long) turn);
          write.setAutoCommit(false);
          write
              .createStatement()
              .execute(
                  "INSERT INTO migration_planner.hop VALUES ('m', 'F" + size + "', " + n + ")");
          shop.database.rows().equalize(write, view, keys, rows);
          write.commit();
        }
        micros.add((System.nanoTime() - start) / 1_000);
      }
    } finally {
      log.drop();
    }
    micros.sort(null);
    System.out.println(
        "hop of "
            + size
            + " keys: median "
            + micros.get(10)
            + " us, best "
            + micros.get(0)
            + " us");
  }

  private static void report(String what, long start, long busy) {
    long wall = System.nanoTime() - start;
    System.out.printf(
        "%s: %,d rows/s wall, %,d rows/s of our CPU%n",
        what, ROWS * 1_000_000_000L / wall, ROWS * 1_000_000_000L / busy);
  }
}
