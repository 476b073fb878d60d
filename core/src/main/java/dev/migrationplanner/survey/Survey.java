package dev.migrationplanner.survey;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.database.Workload;
import dev.migrationplanner.plan.Conversions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Facts.Looked;
import dev.migrationplanner.plan.Facts.Rates;
import dev.migrationplanner.plan.Facts.SystemFacts;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One look at both systems. Only reads: neither side is changed (guarantee 11). */
public final class Survey {

  private static final int STATEMENTS_MAX = 200;

  /** Of those, as many are explained: the ones that take the most time. */
  private static final int EXPLAINED_MAX = 50;

  private final MigrationFile file;
  private final Database source;
  private final Database target;
  private final Consumer<String> progress;
  private final Clock clock;
  private @Nullable Path unfinished;
  private List<Workload.Statement> told = List.of();

  private Survey(
      MigrationFile file,
      Database source,
      Database target,
      Consumer<String> progress,
      Clock clock) {
    this.file = file;
    this.source = source;
    this.target = target;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Looks; takes the settings' activity window and, per table, at most their scan time.
   *
   * @param progress told, in a few words, what is looked at
   * @throws SQLException if one of them cannot be read
   * @throws InterruptedException if this thread is told to stop
   */
  public static Facts of(
      MigrationFile file, Database source, Database target, Consumer<String> progress)
      throws SQLException, InterruptedException {
    return of(file, source, target, progress, Clock.systemUTC());
  }

  /**
   * The same; what the scan of the data finds is kept in a file meanwhile, and one that was killed
   * goes on from there. Whoever has made use of the facts removes the file.
   *
   * @param unfinished that file; it need not be there
   * @param told statements of the application beside those that the source keeps
   */
  public static Facts of(
      MigrationFile file,
      Database source,
      Database target,
      Path unfinished,
      List<Workload.Statement> told,
      Consumer<String> progress)
      throws SQLException, InterruptedException {
    var survey = new Survey(file, source, target, progress, Clock.systemUTC());
    survey.unfinished = unfinished;
    survey.told = List.copyOf(told);
    return survey.look();
  }

  static Facts of(
      MigrationFile file, Database source, Database target, Consumer<String> progress, Clock clock)
      throws SQLException, InterruptedException {
    return new Survey(file, source, target, progress, clock).look();
  }

  /**
   * A pilot: real chunks through the real copier into a scratch schema of the target, which is
   * removed afterwards whatever happens; the facts with what it measured.
   *
   * @throws SQLException if a side cannot be read or written, or a row is refused
   */
  public static Facts pilot(
      MigrationFile file, Facts facts, Database source, Database target, Consumer<String> progress)
      throws SQLException, InterruptedException {
    return facts.with(PilotRun.of(file, facts, source, target, progress, Clock.systemUTC()));
  }

  private Facts look() throws SQLException, InterruptedException {
    String takenAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    progress.accept("reading the catalogues");
    Schema schema = Facts.ordered(read(source, file.tables()::contains));
    Schema present = read(target, name -> true);
    var idioms = new ProvenIdioms(file, source, target, schema);
    List<Scanned> scans =
        new DataScan(
                source, file.survey(), idioms.candidates(), journal(idioms.candidates()), progress)
            .of(schema, sizes(source, schema));
    Map<String, Idiom> proven = idioms.proven(scans);
    Conversions conversions =
        tried(
            Conversions.of(target.ddl(), schema, source.ddl().dialect(), proven)
                .noting(idioms.notes(scans)),
            proven);
    progress.accept("counting reads and writes for " + file.survey().activityWindow());
    var activity = ActivityWindow.of(source, target, file.survey().activityWindow());
    List<Table> made = conversions.conversion().schema().tables();
    Workload.Seen workload = workload();
    Outsiders outside = Outsiders.of(file, source, target);
    return new Facts(
        false,
        takenAt,
        system(source, schema, activity.source(), outside.source()),
        system(target, present, activity.target(), outside.target()),
        schema,
        conversions.conversion(),
        conversions.statements(),
        target.ddl().dropTables(made),
        target.ddl().emptyTables(made),
        conversions.fidelities(),
        scans,
        present.tables().stream().map(Table::name).toList(),
        fingerprint(TableMapping.of(schema, conversions.conversion())),
        workload.statements(),
        workload.note(),
        lookups(schema, workload.statements(), proven),
        null);
  }

  /** Views and triggers tried on the target; where they cannot be, that is said of each. */
  private Conversions tried(Conversions conversions, Map<String, Idiom> idioms) {
    Schema schema = conversions.schema();
    if (schema.others().isEmpty()) {
      return conversions;
    }
    progress.accept("trying views and triggers on the target, rolled back");
    try (Connection connection = target.connect(Use.CREATE)) {
      List<Ddl.Tried> tried =
          target.ddl().tryOut(connection, schema, source.ddl().dialect(), idioms);
      return tried.isEmpty()
          ? untried(conversions, target.server().product() + " cannot roll back what it makes")
          : conversions.tried(tried);
    } catch (SQLException e) {
      return untried(conversions, "the target refuses a trial (SQLSTATE " + e.getSQLState() + ")");
    }
  }

  private static Conversions untried(Conversions conversions, String why) {
    return conversions.tried(
        conversions.schema().others().stream()
            .map(o -> new Ddl.Tried(o, false, "", "not tried: " + why))
            .toList());
  }

  /** How the application's statements find their rows: on the source, and among empty tables. */
  private List<Looked> lookups(
      Schema schema, List<Workload.Statement> statements, Map<String, Idiom> idioms)
      throws SQLException {
    List<Workload.Statement> most =
        statements.subList(0, Math.min(EXPLAINED_MAX, statements.size()));
    if (most.isEmpty()) {
      return List.of();
    }
    progress.accept("explaining the application's statements on both sides");
    List<String> texts = most.stream().map(Workload.Statement::text).toList();
    List<Lookup> here;
    try (Connection connection = source.connect(Use.READ)) {
      here = source.workload().lookups(connection, schema, texts);
    }
    List<Lookup> there = lookupsOnTarget(schema, texts, idioms);
    var lookups = new ArrayList<Looked>();
    for (int i = 0; i < most.size(); i++) {
      Workload.Statement one = most.get(i);
      lookups.add(new Looked(one.text(), one.calls(), here.get(i), there.get(i)));
    }
    return lookups;
  }

  private List<Lookup> lookupsOnTarget(
      Schema schema, List<String> texts, Map<String, Idiom> idioms) {
    String why;
    try (Connection connection = target.connect(Use.CREATE)) {
      List<Lookup> tried =
          target.ddl().tryLookups(connection, schema, texts, source.ddl().dialect(), idioms);
      if (!tried.isEmpty()) {
        return tried;
      }
      why = "not tried: " + target.server().product() + " cannot roll back what it makes";
    } catch (SQLException e) {
      why = "not tried: the target refuses a trial (SQLSTATE " + e.getSQLState() + ")";
    }
    return Collections.nCopies(texts.size(), Lookup.unknown(why));
  }

  private ScanJournal journal(Map<String, Idiom> idioms) throws SQLException {
    Path kept = unfinished;
    if (kept == null) {
      return ScanJournal.NONE;
    }
    try {
      String circumstances =
          source.server().identity() + "/" + file.source() + "/" + file.survey() + "/" + idioms;
      return ScanJournal.in(kept, circumstances, clock.instant());
    } catch (IOException e) {
      throw new SQLException(
          "what an earlier scan found cannot be read from " + kept + ": " + e.getMessage(), e);
    }
  }

  /** The shape of the tables that are kept in sync, as the sync reads it in every hop. */
  private String fingerprint(TableMapping mapping) throws SQLException {
    List<TableView> views = mapping.tables().stream().map(MappedTable::source).toList();
    try (Connection connection = source.connect(Use.READ)) {
      return source.catalog().fingerprint(connection, views);
    }
  }

  private Workload.Seen workload() throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      Workload.Seen kept = source.workload().statements(connection, STATEMENTS_MAX);
      if (told.isEmpty()) {
        return kept;
      }
      var all = new ArrayList<>(kept.statements());
      told.stream().limit(STATEMENTS_MAX).forEach(all::add);
      return new Workload.Seen(all, "");
    }
  }

  private static Schema read(Database database, java.util.function.Predicate<String> tables)
      throws SQLException {
    try (Connection connection = database.connect(Use.READ)) {
      return database.catalog().read(connection, tables);
    }
  }

  private SystemFacts system(
      Database database, Schema schema, Rates rates, Outsiders.Statements outside)
      throws SQLException {
    progress.accept("checking what " + database.endpoint() + " needs");
    return new SystemFacts(
        database.endpoint().toString(),
        database.server(),
        sizes(database, schema),
        rates,
        database.preflight(EnumSet.allOf(Use.class)),
        Between.us(database),
        outside.shutOut(),
        outside.letIn());
  }

  private static Map<String, TableSize> sizes(Database database, Schema schema)
      throws SQLException {
    var sizes = new TreeMap<String, TableSize>();
    try (Connection connection = database.connect(Use.READ)) {
      database
          .catalog()
          .sizes(connection)
          .forEach((table, size) -> schema.table(table).ifPresent(t -> sizes.put(table, size)));
    }
    return sizes;
  }
}
