package dev.migrationplanner.survey;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HazardScan;
import dev.migrationplanner.database.HazardScan.Bounds;
import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.plan.MigrationFile.SurveySettings;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One pass over each table of the source; one that was killed goes on where it was. A table that
 * cannot be read in time is said to be unknown.
 */
final class DataScan {

  private final Database source;
  private final Bounds bounds;
  private final Map<String, Idiom> idioms;
  private final int keysMax;
  private final double share;
  private final ScanJournal journal;
  private final Consumer<String> progress;

  /** {@code idioms}: what columns may be held as, if the pass finds no value against it. */
  DataScan(
      Database source,
      SurveySettings settings,
      Map<String, Idiom> idioms,
      ScanJournal journal,
      Consumer<String> progress) {
    this.source = source;
    this.idioms = idioms;
    this.journal = journal;
    this.bounds = new Bounds(settings.scanRowsMax(), settings.scanTimeMax());
    this.keysMax = settings.keySamplesMax();
    this.share = settings.scanShare();
    this.progress = progress;
  }

  List<Scanned> of(Schema schema, Map<String, TableSize> sizes)
      throws SQLException, InterruptedException {
    var scans = new ArrayList<Scanned>();
    scans.add(catalogue());
    int number = 0;
    for (Table table : schema.tables()) {
      number++;
      Optional<Scanned> before = journal.of(table);
      if (before.isPresent()) {
        scans.add(before.get());
        continue;
      }
      progress.accept(
          "scanning " + table.name() + " (" + number + " of " + schema.tables().size() + ")");
      long begun = System.nanoTime();
      Scanned scanned =
          scan(table, sizes.getOrDefault(table.name(), new TableSize(0, 0, 0)).rows());
      journal.keep(table, scanned);
      scans.add(scanned);
      rest(System.nanoTime() - begun);
    }
    return scans;
  }

  private Scanned catalogue() throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      return source.hazards().catalogue(connection);
    }
  }

  /** Leaves the source alone for as long as its share of the time asks for. */
  private void rest(long nanos) throws InterruptedException {
    long millis = Math.round(nanos / 1e6 * (1 / share - 1));
    if (millis > 0) {
      Thread.sleep(millis);
    }
  }

  private Scanned scan(Table table, long rowsAbout) throws SQLException {
    long begun = System.nanoTime();
    try (Connection connection = source.connect(Use.READ)) {
      HazardScan hazards = source.hazards();
      String position = hazards.position(connection);
      Scanned rows = hazards.scan(connection, table, idioms, rowsAbout, bounds);
      var counts = new ArrayList<Count>(rows.counts());
      boolean whole = rows.whole();
      for (ForeignKey key : table.foreignKeys()) {
        Scanned orphans = hazards.orphans(connection, table, key, rowsAbout, bounds);
        counts.addAll(orphans.counts());
        whole &= orphans.whole();
      }
      List<Count> named = named(hazards, connection, table, counts);
      double seconds = Math.round((System.nanoTime() - begun) / 1e8) / 10.0;
      return new Scanned(table.name(), rows.rows(), whole, "", position, seconds, named);
    } catch (SQLException e) {
      return unknown(table, e);
    }
  }

  /** With the keys of some of the rows, where the team wants to see them. */
  private List<Count> named(
      HazardScan hazards, Connection connection, Table table, List<Count> counts)
      throws SQLException {
    if (keysMax == 0) {
      return counts;
    }
    var named = new ArrayList<Count>();
    for (Count c : counts) {
      List<String> keys =
          c.hits() == 0 ? List.of() : hazards.keys(connection, table, c, keysMax, bounds);
      named.add(new Count(c.rule(), c.object(), c.hits(), c.sql(), keys));
    }
    return named;
  }

  /** A lost server ends the survey; anything else leaves this one table unknown. */
  private Scanned unknown(Table table, SQLException e) throws SQLException {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("08")) {
      throw e;
    }
    return new Scanned(
        table.name(),
        0,
        false,
        "not scanned for hazards: the pass was refused or took longer than "
            + bounds.timeMax()
            + " (SQLSTATE "
            + state
            + ", code "
            + e.getErrorCode()
            + "); raise survey.scanTimeMax or lower survey.scanRowsMax",
        "",
        0,
        List.of());
  }
}
