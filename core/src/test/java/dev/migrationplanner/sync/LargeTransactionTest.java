package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 9 and rule 16: a transaction that does not fit into memory goes through sync. {@code
 * -Dtransaction.rows=500000} for the full size.
 */
final class LargeTransactionTest {

  private static final int ROWS = Integer.getInteger("transaction.rows", 120_000);

  /** A quarter of the full size gets a quarter of the full heap's room for keys. */
  private static final String HEAP = ROWS > 200_000 ? "-Xmx256m" : "-Xmx128m";

  @Test
  void guarantee_9_a_very_large_transaction_goes_both_ways_in_a_small_heap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeTransaction.class.getName(),
                String.valueOf(ROWS))
            .inheritIO()
            .start();
    assertThat(process.waitFor(30, TimeUnit.MINUTES)).as("ended in time").isTrue();
    assertThat(process.exitValue()).as("equal in both directions").isZero();
  }
}
