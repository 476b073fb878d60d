package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HopTable.HopRow;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.sync.Shapes.ShapeChangedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens both sides' logs where they have been taken in, and makes the hopper for a direction and an
 * epoch. What sync begins with is durable before anything is done with it. Not thread-safe: callers
 * hold sync's lock.
 */
final class Hoppers {

  private static final Logger LOG = LoggerFactory.getLogger(Hoppers.class);

  private final String migration;
  private final Map<Side, SyncSide> sides;
  private final SyncedTables tables;
  private final SyncOptions options;
  private final Statements statements;
  private final Runnable arrived;
  private final Touches touches;
  private final OwnHops ownHops = new OwnHops();
  private final LogJudge judge;
  private final Map<Side, LogIntake> logs = new ConcurrentHashMap<>();
  private volatile @Nullable HopNumbers numbers;

  /**
   * @param fingerprints the planned shape of the tables, by side
   * @param touches told of rows before the hop commits that wrote them
   * @param arrived called where a log has brought something
   */
  Hoppers(
      String migration,
      SyncSide source,
      SyncSide target,
      List<MappedTable> tables,
      SyncOptions options,
      Map<Side, String> fingerprints,
      Touches touches,
      Runnable arrived) {
    this.migration = migration;
    this.sides = Map.of(Side.SOURCE, source, Side.TARGET, target);
    this.tables = new SyncedTables(tables);
    this.options = options;
    this.statements = new Statements(this.tables, fingerprints, touches);
    this.touches = touches;
    this.arrived = arrived;
    this.judge = new LogJudge(this.tables, ownHops, migration);
  }

  SyncedTables tables() {
    return tables;
  }

  SyncSide side(Side side) {
    SyncSide found = sides.get(side);
    if (found == null) {
      throw new IllegalStateException("no such side");
    }
    return found;
  }

  List<SyncSide> sides() {
    return List.copyOf(sides.values());
  }

  @Nullable HopNumbers numbersIfStarted() {
    return numbers;
  }

  HopNumbers numbers() {
    HopNumbers count = numbers;
    if (count == null) {
      throw new IllegalStateException("sync has not started");
    }
    return count;
  }

  /** Transactions of strangers seen in the other side's log. */
  long foreignTransactions() {
    return judge.transactions();
  }

  /** Keys that were read from the authority's log and are not taken in yet. */
  int keysWaiting(Direction direction) {
    LogIntake log = logs.get(direction.authority());
    return log == null ? 0 : log.keys();
  }

  /** Why a statement failed, if the tables of the authority have changed; else the message. */
  String explained(Direction direction, Throwable e) {
    try {
      statements.shapes().check(side(direction.authority()));
    } catch (ShapeChangedException shape) {
      return String.valueOf(shape.getMessage());
    } catch (SQLException notNow) {
      LOG.debug("the shape of the tables cannot be looked at", notNow);
    }
    return String.valueOf(e.getMessage());
  }

  /**
   * The first hopper: goes on where the saved positions say, and establishes logs that have none.
   *
   * @param readOther whether the other side's log is read too
   * @param lost told of a log that cannot be gone on with
   */
  Hopper first(Direction direction, long epoch, boolean readOther, Consumer<LogLostException> lost)
      throws SQLException {
    Positions saved = Positions.saved(sides()).orElse(new Positions(0, Map.of()));
    var at = new EnumMap<Side, LogPosition>(Side.class);
    at.putAll(saved.bySide());
    establish(direction.authority(), at);
    if (readOther) {
      establish(direction.other(), at);
    } else {
      at.remove(direction.other());
    }
    numbers = new HopNumbers(saved.hop());
    save(direction, epoch, at);
    for (Map.Entry<Side, LogPosition> log : at.entrySet()) {
      try {
        open(log.getKey(), log.getValue());
      } catch (LogLostException e) {
        lost.accept(e);
      }
    }
    CrashPoint.LOGS_OPENED.reached();
    return hopper(direction, epoch, at);
  }

  /** After a flip: from that side to the other one, from where both logs were last taken in. */
  Hopper towards(Side authority, Hopper before, long epoch) throws SQLException {
    return hopper(Direction.from(authority), epoch, before.reached());
  }

  /** The same direction, with the other side's log read too from now on. */
  Hopper readingOther(Hopper before) throws SQLException {
    before.collect();
    Direction direction = before.direction();
    var at = new EnumMap<Side, LogPosition>(Side.class);
    // Not where the reader is by now: what it has brought since lies in memory alone.
    at.putAll(before.reached());
    at.remove(direction.other());
    establish(direction.other(), at);
    LogPosition otherAt = at.get(direction.other());
    save(direction, before.epoch(), at);
    if (otherAt != null) {
      open(direction.other(), otherAt);
    }
    return hopper(direction, before.epoch(), at);
  }

  boolean readsOther(Hopper hopper) {
    return logs.containsKey(hopper.direction().other());
  }

  /** The same direction, with every log that is read established anew, as of now. */
  Hopper anew(Hopper before) throws SQLException {
    var at = new EnumMap<Side, LogPosition>(Side.class);
    for (Map.Entry<Side, LogIntake> log : logs.entrySet()) {
      log.getValue().close();
      log.getValue().log().drop();
      CrashPoint.LOGS_LEFT.reached();
      establish(log.getKey(), at);
    }
    save(before.direction(), before.epoch(), at);
    CrashPoint.LOGS_ANEW.reached();
    for (Map.Entry<Side, LogPosition> log : at.entrySet()) {
      open(log.getKey(), log.getValue());
    }
    return hopper(before.direction(), before.epoch(), at);
  }

  void close() {
    logs.values().forEach(LogIntake::close);
  }

  private LogIntake log(Side side) {
    LogIntake log = logs.get(side);
    if (log == null) {
      throw new IllegalStateException("the log of the " + side + " is not being read");
    }
    return log;
  }

  private void establish(Side side, Map<Side, LogPosition> at) throws SQLException {
    if (!at.containsKey(side)) {
      SyncSide there = side(side);
      at.put(side, there.database().changeLog(migration, there.views()).establish());
      CrashPoint.LOG_ESTABLISHED.reached();
    }
  }

  private void open(Side side, LogPosition from) throws SQLException {
    SyncSide there = side(side);
    var intake =
        new LogIntake(
            there.database().changeLog(migration, there.views()),
            options.bufferedKeysMax(),
            arrived);
    logs.put(side, intake);
    try {
      intake.start(from);
    } catch (LogLostException lost) {
      throw lost;
    } catch (SQLException | RuntimeException failed) {
      // Not being read, it must not pass for a log that is.
      logs.remove(side);
      throw failed;
    }
  }

  private void save(Direction direction, long epoch, Map<Side, LogPosition> at)
      throws SQLException {
    SyncSide other = side(direction.other());
    try (Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      other.control().epoch().enter(connection, epoch);
      other
          .control()
          .hops()
          .insert(
              connection,
              new HopRow(
                  direction.name(),
                  numbers().next(),
                  epoch,
                  text(at.get(direction.authority())),
                  text(at.get(direction.other())),
                  ""));
      CrashPoint.LOG_POSITIONS_WRITTEN.reached();
      connection.commit();
      CrashPoint.LOG_POSITIONS_SAVED.reached();
    }
  }

  private static String text(@Nullable LogPosition position) {
    return position == null ? "" : position.encode();
  }

  private Hopper hopper(Direction direction, long epoch, Map<Side, LogPosition> at)
      throws SQLException {
    statements.shapes().keep(side(direction.authority()));
    var hopper =
        new Hopper(
            new HopGround(
                migration, tables, options, judge, ownHops, statements, numbers(), touches),
            direction,
            side(direction.authority()),
            side(direction.other()),
            log(direction.authority()),
            logs.get(direction.other()),
            epoch);
    hopper.startsAt(at.get(direction.authority()), at.get(direction.other()));
    hopper.lookForTriggers();
    return hopper;
  }
}
