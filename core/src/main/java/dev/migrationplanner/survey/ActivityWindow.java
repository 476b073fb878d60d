package dev.migrationplanner.survey;

import dev.migrationplanner.database.Catalog.Activity;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.plan.Facts.Rates;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** What went on on both sides while we waited. */
record ActivityWindow(Rates source, Rates target) {

  static ActivityWindow of(Database source, Database target, Duration window)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    Activity sourceBefore = activity(source);
    Activity targetBefore = activity(target);
    Thread.sleep(window.toMillis());
    Activity sourceAfter = activity(source);
    Activity targetAfter = activity(target);
    double seconds = Math.max(0.001, (System.nanoTime() - start) / 1e9);
    return new ActivityWindow(
        rates(sourceBefore, sourceAfter, seconds), rates(targetBefore, targetAfter, seconds));
  }

  private static Activity activity(Database database) throws SQLException {
    try (Connection connection = database.connect(Use.READ)) {
      return database.catalog().activity(connection);
    }
  }

  private static Rates rates(Activity before, Activity after, double seconds) {
    return new Rates(
        rounded(seconds),
        perMinute(before.rowsWritten(), after.rowsWritten(), seconds),
        perMinute(before.rowsRead(), after.rowsRead(), seconds),
        perMinute(before.transactions(), after.transactions(), seconds),
        perMinute(before.logBytes(), after.logBytes(), seconds));
  }

  private static double perMinute(long before, long after, double seconds) {
    return rounded(Math.max(0, after - before) * 60 / seconds);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
