package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.ChangeLog.LogMark;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HopTable.HopRow;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.PendingTable.StoredKey;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.Visibility;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hops in one direction (design section 3; rules 1 to 16):
 *
 * <pre>
 * V := what is visible in S       S := a consistent snapshot of the authority
 * E := the end of its log, read after S was opened; wait until the reader is there
 * rows := read, in S, every key pending or logged up to E
 * one transaction on the other side: make those keys equal to rows, save the positions
 * keep as pending: the keys whose transaction is not in V
 * </pre>
 *
 * <p>A key changed in S is logged at or before E, so it was read in S; a key not logged up to E did
 * not change since the last hop. So after a hop that had no other writer beside it the other side
 * equals S. Owned by one thread at a time.
 */
final class Hopper {

  private static final Duration PROBE = Duration.ofSeconds(1);

  private final String migration;
  private final Direction direction;
  private final SyncSide authority;
  private final SyncSide other;
  private final LogIntake authorityLog;
  private final @Nullable LogIntake otherLog;
  private final SyncOptions options;
  private final long epoch;
  private final LogJudge judge;
  private final OwnHops ownHops;
  private final Statements statements;
  private final HopWriter writer;
  private final Cascades cascades;
  private final HopNumbers numbers;
  private final Turns turns;
  private final PendingKeys pending = new PendingKeys();
  private final RecentRows recent = new RecentRows();

  /** Whether keys may be stored on the other side that are not at hand as stored ones. */
  private boolean storedSome = true;

  Hopper(
      String migration,
      Direction direction,
      SyncSide authority,
      SyncSide other,
      LogIntake authorityLog,
      @Nullable LogIntake otherLog,
      SyncedTables tables,
      SyncOptions options,
      long epoch,
      LogJudge judge,
      OwnHops ownHops,
      Statements statements,
      HopNumbers numbers) {
    this.migration = migration;
    this.direction = direction;
    this.authority = authority;
    this.other = other;
    this.authorityLog = authorityLog;
    this.otherLog = otherLog;
    this.options = options;
    this.epoch = epoch;
    this.judge = judge;
    this.ownHops = ownHops;
    this.statements = statements;
    this.cascades = new Cascades(tables);
    this.writer = new HopWriter(authority, other, tables, cascades, options.batchKeysMax());
    this.numbers = numbers;
    this.turns = new Turns(other.control().epoch(), epoch);
  }

  /** Rows that the last hops settled, newest last. */
  RecentRows recent() {
    return recent;
  }

  Direction direction() {
    return direction;
  }

  long epoch() {
    return epoch;
  }

  int pendingInMemory() {
    return pending.size();
  }

  void doubt(TableKey row) {
    pending.add(PendingKey.doubted(row));
  }

  long stored() throws SQLException {
    try (Connection connection = other.database().connect(Use.READ)) {
      return other.control().pending().count(connection, direction.name());
    }
  }

  /** Loads all stored keys; they are few. */
  void loadStored() throws SQLException {
    someStored(Integer.MAX_VALUE).forEach(pending::addStored);
    storedSome = false;
  }

  /** Takes in what both logs have brought; returns the places reached. */
  Reached takeIn() throws SQLException {
    LogPosition authorityAt = authorityLog.position();
    LogPosition otherAt = otherLog == null ? null : otherLog.position();
    takeIn(authorityLog, authority, other);
    if (otherLog != null) {
      takeIn(otherLog, other, authority);
    }
    return new Reached(authorityAt, otherAt);
  }

  private void takeIn(LogIntake log, SyncSide side, SyncSide opposite) throws SQLException {
    List<LoggedTransaction> drained = log.drain();
    int taken = 0;
    try {
      for (; taken < drained.size(); taken++) {
        judge.take(drained.get(taken), side.side(), direction, pending);
        statements.take(drained.get(taken), side, opposite, side == authority, pending);
      }
    } finally {
      log.putBack(drained.subList(taken, drained.size()));
    }
  }

  /**
   * Tables of the other side where triggers fire in hops. What they change elsewhere is known only
   * from that side's log, after the commit.
   */
  List<String> triggered() {
    return writer.triggered();
  }

  void lookForTriggers() throws SQLException {
    writer.lookForTriggers().forEach(this::doubt);
  }

  /** Finds out whether both logs can still be read: a lost one must not pass for a quiet one. */
  void probeLogs() throws SQLException, InterruptedException {
    lookForTriggers();
    authorityLog.awaitReached(authorityLog.markEnd(), PROBE);
    if (otherLog != null) {
      otherLog.awaitReached(otherLog.markEnd(), PROBE);
    }
  }

  /** Makes what was taken in durable, without touching a row; the logs may forget it then. */
  void collect() throws SQLException {
    Reached reached = takeIn();
    List<StoredKey> keys = pending.all().stream().map(PendingKey::stored).toList();
    try (Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      other.control().epoch().enter(connection, epoch);
      mark(connection, numbers.next(), reached, "");
      other.control().pending().put(connection, direction.name(), keys);
      CrashPoint.COLLECT_WRITTEN.reached();
      connection.commit();
    }
    CrashPoint.COLLECT_COMMITTED.reached();
    lastReached = reached.or(lastReached);
    storedSome |= !keys.isEmpty();
    pending.clear();
    acknowledge(reached);
    CrashPoint.COLLECT_ACKNOWLEDGED.reached();
  }

  /**
   * Reconciles some of the keys at hand, or else of the stored ones, in a transaction that says
   * nothing of the logs: their positions move with the next whole hop, or with {@link #collect}.
   */
  Result catchUp(int keysMax) throws SQLException, IOException {
    PendingKeys batch = pending.oldest(Math.max(1, keysMax / 2));
    if (storedSome) {
      someStored(keysMax - batch.size()).forEach(batch::addStored);
    }
    if (batch.isEmpty()) {
      return new Result(0, 0, 0, false);
    }
    Visibility seenOther = otherVisible();
    try (Snapshot snapshot = authority.database().snapshot(authority.views());
        Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      int asked = batch.size();
      cascades.expand(batch, lookup(authority, snapshot.connection()), lookup(other, connection));
      enter(connection);
      long hop = numbers.next();
      mark(connection, hop, new Reached(null, null), "");
      HopWriter.Written written =
          writer.write(snapshot.connection(), connection, batch.all(), null);
      List<PendingKey> settled = settled(batch, snapshot.visible(), seenOther);
      // What is stored of a key may be older than what is at hand: it goes with it.
      remove(connection, storedSome ? settled : batch.storedAmong(settled));
      remember(hop, written);
      CrashPoint.CATCH_UP_WRITTEN.reached();
      connection.commit();
      CrashPoint.CATCH_UP_COMMITTED.reached();
      pending.lookedAt(batch, settled);
      return new Result(asked, written.changed(), batch.size() - settled.size(), false);
    }
  }

  private List<PendingKey> someStored(int keysMax) throws SQLException {
    try (Connection connection = other.database().connect(Use.READ)) {
      return other.control().pending().some(connection, direction.name(), keysMax).stream()
          .map(PendingKey::of)
          .toList();
    }
  }

  /** Takes our turn on the other side, for the rest of the transaction. */
  void enter(Connection connection) throws SQLException {
    turns.enter(connection);
  }

  /** One hop. */
  Result hop() throws SQLException, IOException, InterruptedException {
    try (Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      return hop(connection, false, true);
    }
  }

  /**
   * One hop in the caller's transaction on the other side.
   *
   * @param untilOtherEnd also waits for the end of the other side's log
   * @param commit ends the transaction; else the caller does, and calls {@link #committed}
   */
  Result hop(Connection connection, boolean untilOtherEnd, boolean commit)
      throws SQLException, IOException, InterruptedException {
    return hop(connection, untilOtherEnd, commit, (snapshot, written) -> {});
  }

  /** The same; {@code inspection} sees both sides at one moment, before the commit. */
  Result hop(Connection connection, boolean untilOtherEnd, boolean commit, Inspection inspection)
      throws SQLException, IOException, InterruptedException {
    long deadline = System.nanoTime() + options.logWait().toNanos();
    return hop(connection, untilOtherEnd, commit, inspection, deadline);
  }

  /** The last hop of a flip, in the caller's transaction: the logs are waited for until then. */
  Result lastHop(Connection connection, long deadlineNanos)
      throws SQLException, IOException, InterruptedException {
    return hop(connection, true, false, (snapshot, written) -> {}, deadlineNanos);
  }

  private Result hop(
      Connection connection,
      boolean untilOtherEnd,
      boolean commit,
      Inspection inspection,
      long deadline)
      throws SQLException, IOException, InterruptedException {
    long hop = numbers.begin();
    try (Snapshot snapshot = authority.database().snapshot(authority.views())) {
      CrashPoint.HOP_SNAPSHOT_OPENED.reached();
      LogMark end = authorityLog.markEnd();
      LogMark otherEnd = untilOtherEnd && otherLog != null ? otherLog.markEnd() : null;
      boolean few = awaitReached(authorityLog, end, authority, deadline);
      if (few && otherEnd != null && otherLog != null) {
        few = awaitReached(otherLog, otherEnd, other, deadline);
      }
      Reached reached = takeIn();
      if (!few || tooMany()) {
        return new Result(0, 0, pending.size(), true);
      }
      statements.shapes().check(authority, snapshot.fingerprint());
      return write(connection, snapshot, hop, reached, inspection, commit);
    }
  }

  private Result write(
      Connection connection,
      Snapshot snapshot,
      long hop,
      Reached reached,
      Inspection inspection,
      boolean commit)
      throws SQLException, IOException {
    Visibility seenOther = pending.isEmpty() || otherLog == null ? null : otherVisible();
    if (!pending.isEmpty()) {
      cascades.expand(pending, lookup(authority, snapshot.connection()), lookup(other, connection));
    }
    int asked = pending.size();
    if (commit) {
      enter(connection);
    }
    Visibility visible = snapshot.visible();
    mark(connection, hop, reached, visible.text());
    CrashPoint.HOP_MARKED.reached();
    HopWriter.Written written =
        writer.write(snapshot.connection(), connection, pending.all(), visible);
    inspection.look(snapshot.connection(), connection);
    List<PendingKey> settled = settled(pending, visible, seenOther);
    storeUnsettled(connection, settled);
    remember(hop, written);
    CrashPoint.HOP_WRITTEN.reached();
    if (commit) {
      connection.commit();
      CrashPoint.HOP_COMMITTED.reached();
      committed(settled, reached, hop);
    } else {
      uncommitted = new Uncommitted(settled, reached, hop, written.named());
    }
    return new Result(asked, written.changed(), asked - settled.size(), false);
  }

  private @Nullable Uncommitted uncommitted;

  /** The caller has committed the last hop. */
  void committed() {
    Uncommitted done = uncommitted;
    if (done != null) {
      committed(done.settled, done.reached, done.hop);
      uncommitted = null;
    }
  }

  /** The rows that the last, uncommitted hop named. */
  java.util.Set<TableKey> uncommittedRows() {
    return uncommitted == null ? java.util.Set.of() : uncommitted.named;
  }

  private void committed(List<PendingKey> settled, Reached reached, long hop) {
    lastReached = reached.or(lastReached);
    pending.settle(settled);
    recent.add(settled);
    acknowledge(reached);
    CrashPoint.HOP_ACKNOWLEDGED.reached();
    numbers.finish(hop);
  }

  private void storeUnsettled(Connection connection, List<PendingKey> settled) throws SQLException {
    remove(connection, pending.storedAmong(settled));
    if (settled.size() == pending.size()) {
      return;
    }
    var done = new java.util.HashSet<>(settled);
    List<StoredKey> kept =
        pending.all().stream().filter(key -> !done.contains(key)).map(PendingKey::stored).toList();
    other.control().pending().put(connection, direction.name(), kept);
  }

  private void remove(Connection connection, List<PendingKey> keys) throws SQLException {
    if (!keys.isEmpty()) {
      other
          .control()
          .pending()
          .remove(connection, direction.name(), keys.stream().map(PendingKey::stored).toList());
    }
  }

  private static List<PendingKey> settled(
      PendingKeys keys, Visibility authority, @Nullable Visibility other) {
    var settled = new ArrayList<PendingKey>();
    for (PendingKey key : keys.all()) {
      if (key.settledBy(authority, other)) {
        settled.add(key);
      }
    }
    return settled;
  }

  /** What is visible on the other side before our first write there (rule 14). */
  private @Nullable Visibility otherVisible() throws SQLException {
    if (otherLog == null) {
      return null;
    }
    try (Snapshot moment = other.database().snapshot(List.of())) {
      return moment.visible();
    }
  }

  private void mark(Connection connection, long hop, Reached reached, String equalTo)
      throws SQLException {
    Reached there = reached.or(lastReached);
    other
        .control()
        .hops()
        .insert(
            connection,
            new HopRow(
                direction.name(),
                hop,
                epoch,
                text(there.authority()),
                text(there.other()),
                equalTo));
    if (hop % 500 == 0) {
      other.control().hops().prune(connection, hop - 500);
    }
  }

  /** As of the last commit: no later place may be saved without the keys that lead there. */
  private Reached lastReached = new Reached(null, null);

  /** Where the logs were at the last commit; a side whose log is not read is missing. */
  Map<Side, LogPosition> reached() {
    var at = new EnumMap<Side, LogPosition>(Side.class);
    if (lastReached.authority() != null) {
      at.put(direction.authority(), lastReached.authority());
    }
    if (lastReached.other() != null) {
      at.put(direction.other(), lastReached.other());
    }
    return at;
  }

  /** Where the logs were when this began, for hops that bring nothing new of them. */
  void startsAt(@Nullable LogPosition authorityAt, @Nullable LogPosition otherAt) {
    lastReached = new Reached(authorityAt, otherAt);
  }

  private static String text(@Nullable LogPosition position) {
    return position == null ? "" : position.encode();
  }

  private void remember(long hop, HopWriter.Written written) {
    if (otherLog != null) {
      ownHops.remember(new HopMark(migration, direction.name(), hop), written.named());
    }
  }

  private void acknowledge(Reached reached) {
    if (reached.authority() != null) {
      authorityLog.acknowledge(reached.authority());
    }
    if (reached.other() != null && otherLog != null) {
      otherLog.acknowledge(reached.other());
    }
  }

  private boolean tooMany() {
    return pending.size() > options.hopKeysMax();
  }

  /**
   * The reader may be waiting for room: what it brings is taken in meanwhile.
   *
   * @return false if more than a hop may hold came before the end did
   */
  private boolean awaitReached(LogIntake log, LogMark mark, SyncSide side, long deadline)
      throws SQLException, InterruptedException {
    while (!log.awaitReached(mark, Duration.ofMillis(50))) {
      takeIn();
      if (tooMany()) {
        return false;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new java.sql.SQLTransientException(
            "the log of the "
                + side.side()
                + " ("
                + side.database().endpoint()
                + ") did not reach its end in time");
      }
    }
    return true;
  }

  private static Cascades.Lookup lookup(SyncSide side, Connection connection) {
    return new Cascades.Lookup(side.side(), side.database(), connection);
  }

  /** Looks at both sides at the moment at which a hop makes them equal. */
  interface Inspection {
    void look(Connection authoritySnapshot, Connection otherTransaction) throws SQLException;
  }

  /** Places reached in the logs; null = nothing new. */
  record Reached(@Nullable LogPosition authority, @Nullable LogPosition other) {
    Reached or(Reached earlier) {
      return new Reached(
          authority == null ? earlier.authority : authority, other == null ? earlier.other : other);
    }
  }

  /** A hop's outcome; {@code tooMany}: nothing was written, catching up is called for. */
  record Result(long keys, long changed, long unsettled, boolean tooMany) {}

  private record Uncommitted(
      List<PendingKey> settled, Reached reached, long hop, java.util.Set<TableKey> named) {}
}
