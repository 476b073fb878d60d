package dev.migrationplanner.sync;

import dev.migrationplanner.client.Stage;
import java.time.Duration;
import java.util.List;

/**
 * One transaction of very many rows through sync, from the source and then from the target, in
 * whatever heap this JVM has. Prints one line a direction; ends with 1 if rows differ.
 */
final class LargeTransaction {

  private static final Duration LONG = Duration.ofMinutes(15);

  private LargeTransaction() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(run(Integer.parseInt(arguments[0])) ? 0 : 1);
  }

  static boolean run(int rows) throws Exception {
    try (Pair pair =
            new Pair(
                "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, n INT NOT"
                    + " NULL)",
                "INSERT INTO item SELECT seq, CONCAT('item number ', seq), seq FROM seq_1_to_"
                    + rows);
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      if (!pair.copy()) {
        return false;
      }
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      boolean there = sync.awaitEqual(LONG) && carried(pair, sync, true, rows);
      FlipOutcome flip = flip(pair, sync);
      return there && flip.flipped() && carried(pair, sync, false, rows);
    }
  }

  private static FlipOutcome flip(Pair pair, Sync sync) throws Exception {
    FlipOutcome outcome;
    int attempt = 0;
    do {
      outcome = new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
    } while (!outcome.flipped() && attempt++ < 20);
    return outcome;
  }

  /** Every row changed in one statement, and one in fifty deleted. */
  private static boolean carried(Pair pair, Sync sync, boolean fromSource, int rows)
      throws Exception {
    String change = "UPDATE item SET n = n + 1";
    String delete = "DELETE FROM item WHERE id % 50 = " + (fromSource ? 1 : 2);
    if (fromSource) {
      pair.onSource("BEGIN", change, delete, "COMMIT");
    } else {
      pair.onTarget("BEGIN; " + change + "; " + delete + "; COMMIT");
    }
    long begun = System.nanoTime();
    boolean equal = sync.awaitEqual(LONG);
    String sums = "SELECT count(*), sum(n), sum(id), min(length(name)) FROM item";
    List<String> source = pair.rowsOnSource(sums);
    System.out.printf(
        "%s: one transaction of %d rows equal after %.1f s, heap limit %d MB, %s%n",
        fromSource ? "source to target" : "target to source",
        rows,
        (System.nanoTime() - begun) / 1e9,
        Runtime.getRuntime().maxMemory() >> 20,
        sync.status());
    return equal && source.equals(pair.rowsOnTarget(sums));
  }
}
