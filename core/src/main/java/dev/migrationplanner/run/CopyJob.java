package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.copy.Copier;
import dev.migrationplanner.copy.CopyOptions;
import dev.migrationplanner.copy.CopyProgress;
import dev.migrationplanner.copy.TargetSchema;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.sync.Direction;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncOptions;
import dev.migrationplanner.sync.Touches;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one-off copy: schema, data, indexes, keys, sequences. From a source whose log can be read it
 * ends equal to one snapshot of it, however much is written meanwhile; without a log each chunk is
 * a snapshot of its own, and the result says so. Changes nothing on the source. Killed and started
 * again, it goes on.
 */
public final class CopyJob {

  /** A copy of its own leaves authority where it is. */
  private static final EpochRow BEGINNING = new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false);

  private final Setup setup;
  private final List<MappedTable> keyless;
  private final Database source;
  private final Sides sides;
  private final Listener listener;
  private final TargetSchema schema;
  private final Patience patience;

  /** What is told while it runs. */
  public interface Listener {
    /** A step begins. */
    void step(String what);

    /** Rows are being copied; read it as often as you like. */
    void copying(CopyProgress progress);
  }

  /**
   * The outcome.
   *
   * @param rows rows copied, those of earlier starts included
   * @param oneSnapshot whether the target equals one snapshot of the source
   * @param promise what can and what cannot be promised, in a sentence
   */
  public record Result(
      long rows, long quarantinedRows, boolean oneSnapshot, String promise, double seconds) {}

  /** A copy of what the setup names. */
  public CopyJob(Setup setup, Database source, Database target, Listener listener) {
    this(setup, List.of(), source, target, listener);
  }

  /** The same, and tables without a usable key: each is copied whole, as it is when it is read. */
  public CopyJob(
      Setup setup, List<MappedTable> keyless, Database source, Database target, Listener listener) {
    this.setup = setup;
    this.keyless = List.copyOf(keyless);
    this.source = source;
    this.sides = Sides.of(setup, source, target);
    this.schema = new TargetSchema(target, setup.targetSchema(), listener::step);
    this.listener = listener;
    this.patience = new Patience(sides, listener::step);
  }

  /**
   * Does it.
   *
   * @throws OccupiedException if a target table has rows that an earlier start of this copy did not
   *     bring
   */
  public Result run() throws SQLException, InterruptedException {
    long begun = System.nanoTime();
    new Premises(sides, all()).refuseForeignRows(BEGINNING);
    patience.with(
        "creating the schema",
        () -> {
          schema.createForLoad(sides.target().control());
          beginEpoch();
        });
    List<Requirement> missing =
        source.preflight(Set.of(Use.LOG)).stream().filter(r -> !r.met()).toList();
    Copied copied = missing.isEmpty() ? withLog() : withoutLog(missing);
    patience.with("creating keys", schema::finish);
    patience.with("setting counters", this::setCounters);
    patience.with("cleaning up", () -> cleanUp(copied.quarantined() == 0));
    return new Result(
        copied.rows(),
        copied.quarantined(),
        missing.isEmpty(),
        copied.promise() + besides(),
        (System.nanoTime() - begun) / 1e9);
  }

  private String besides() {
    return keyless.isEmpty()
        ? ""
        : "; without a usable key, each as it was when it was read: "
            + keyless.stream().map(MappedTable::name).collect(Collectors.joining(", "));
  }

  private List<MappedTable> all() {
    return Stream.concat(setup.tables().stream(), keyless.stream()).toList();
  }

  private Copied withLog() throws SQLException, InterruptedException {
    listener.step("reading the source's log");
    try (var sync =
        new Sync(
            setup.file().migration(),
            sides.source(),
            sides.target(),
            setup.tables(),
            SyncOptions.DEFAULT,
            Map.of(),
            Touches.UNNOTED)) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, false);
      CopyProgress progress = copy();
      listener.step("reconciling rows that changed meanwhile");
      sync.mode(Sync.Mode.HOP);
      patience.catchUp(sync);
      return new Copied(
          progress.rows(),
          progress.quarantinedRows(),
          "the target equals one consistent snapshot of the source, taken at the end");
    }
  }

  private Copied withoutLog(List<Requirement> missing) throws SQLException, InterruptedException {
    CopyProgress progress = copy();
    return new Copied(
        progress.rows(),
        progress.quarantinedRows(),
        "the source's log cannot be read ("
            + missing.get(0).what()
            + "): each chunk is consistent by itself; rows written during the copy may be missing"
            + " or old, and tables may not match each other. If nothing wrote meanwhile, the sides"
            + " are equal; compare tells");
  }

  private CopyProgress copy() throws SQLException, InterruptedException {
    var copier =
        new Copier(
            sides.source().database(),
            sides.target().database(),
            sides.target().control(),
            CopyOptions.of(setup.file().copy()),
            schema);
    CopyProgress progress = copier.progress(all());
    listener.copying(progress);
    if (!copier.copy(all(), 1, progress)) {
      throw new SQLException("the copy was stopped; start it again to go on");
    }
    patience.with("building indexes", schema::afterLoad);
    return progress;
  }

  private void beginEpoch() throws SQLException {
    try (Connection connection = sides.target().database().connect(Use.WRITE)) {
      if (sides.target().control().epoch().peek(connection).isEmpty()) {
        sides.target().control().epoch().put(connection, BEGINNING);
      }
    }
  }

  private void setCounters() throws SQLException {
    listener.step("setting counters");
    try (Connection reading = sides.source().database().connect(Use.READ);
        Connection writing = sides.target().database().connect(Use.CREATE);
        Statement statement = writing.createStatement()) {
      for (MappedTable table : all()) {
        List<Long> highest =
            sides.source().database().ddl().counters(reading, table.source().table());
        for (String text :
            sides.target().database().ddl().setCounters(table.target().table(), highest, 0)) {
          statement.execute(text);
        }
      }
    }
  }

  private void cleanUp(boolean everything) throws SQLException {
    String migration = setup.file().migration();
    source.changeLog(migration, sides.source().views()).drop();
    if (everything) {
      try (Connection connection = sides.target().database().connect(Use.CREATE)) {
        sides.target().control().remove(connection);
      }
    }
  }

  private record Copied(long rows, long quarantined, String promise) {}
}
