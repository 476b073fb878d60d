package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HopTable.HopRow;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.Visibility;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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

  private final Direction direction;
  private final SyncSide authority;
  private final SyncSide other;
  private final BothLogs logs;
  private final StoredKeys storedKeys;
  private final HopGround ground;
  private final long epoch;
  private final HopWriter writer;
  private final Cascades cascades;
  private final Turns turns;
  private final PendingKeys pending = new PendingKeys();
  private final RecentRows recent = new RecentRows();

  /** Whether keys may be stored on the other side that are not at hand as stored ones. */
  private boolean storedSome = true;

  Hopper(
      HopGround ground,
      Direction direction,
      SyncSide authority,
      SyncSide other,
      LogIntake authorityLog,
      @Nullable LogIntake otherLog,
      long epoch) {
    this.ground = ground;
    this.direction = direction;
    this.authority = authority;
    this.other = other;
    this.logs = new BothLogs(direction, authority, other, authorityLog, otherLog, ground, pending);
    this.storedKeys = new StoredKeys(other, direction);
    this.epoch = epoch;
    this.cascades = new Cascades(ground.tables());
    this.writer =
        new HopWriter(authority, other, ground.tables(), cascades, ground.options().batchKeysMax());
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
    return storedKeys.count();
  }

  /** Loads all stored keys; they are few. */
  void loadStored() throws SQLException {
    storedKeys.some(Integer.MAX_VALUE).forEach(pending::addStored);
    storedSome = false;
  }

  /** Takes in what both logs have brought; returns the places reached. */
  Reached takeIn() throws SQLException {
    return logs.takeIn();
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
    logs.probe();
  }

  /** Makes what was taken in durable, without touching a row; the logs may forget it then. */
  void collect() throws SQLException {
    Reached reached = takeIn();
    List<PendingKey> keys = pending.all();
    try (Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      other.control().epoch().enter(connection, epoch);
      mark(connection, ground.numbers().next(), reached, "");
      storedKeys.put(connection, keys);
      CrashPoint.COLLECT_WRITTEN.reached();
      connection.commit();
    }
    CrashPoint.COLLECT_COMMITTED.reached();
    lastReached = reached.or(lastReached);
    storedSome |= !keys.isEmpty();
    pending.clear();
    logs.acknowledge(reached);
    CrashPoint.COLLECT_ACKNOWLEDGED.reached();
  }

  /**
   * Reconciles some of the keys at hand, or else of the stored ones, in a transaction that says
   * nothing of the logs: their positions move with the next whole hop, or with {@link #collect}.
   */
  Result catchUp(int keysMax) throws SQLException, IOException {
    PendingKeys batch = pending.oldest(Math.max(1, keysMax / 2));
    if (storedSome) {
      storedKeys.some(keysMax - batch.size()).forEach(batch::addStored);
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
      long hop = ground.numbers().next();
      mark(connection, hop, Reached.NOWHERE_NEW, "");
      HopWriter.Written written =
          writer.write(snapshot.connection(), connection, batch.all(), null);
      List<PendingKey> settled = settled(batch, snapshot.visible(), seenOther);
      // What is stored of a key may be older than what is at hand: it goes with it.
      storedKeys.remove(connection, storedSome ? settled : batch.storedAmong(settled));
      remember(hop, written);
      CrashPoint.CATCH_UP_WRITTEN.reached();
      connection.commit();
      CrashPoint.CATCH_UP_COMMITTED.reached();
      pending.lookedAt(batch, settled);
      return new Result(asked, written.changed(), batch.size() - settled.size(), false);
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
    long deadline = System.nanoTime() + ground.options().logWait().toNanos();
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
    long hop = ground.numbers().begin();
    try (Snapshot snapshot = authority.database().snapshot(authority.views())) {
      CrashPoint.HOP_SNAPSHOT_OPENED.reached();
      boolean few = logs.awaitReached(logs.ends(untilOtherEnd), deadline);
      Reached reached = takeIn();
      if (!few || tooMany()) {
        return new Result(0, 0, pending.size(), true);
      }
      ground.statements().shapes().check(authority, snapshot.fingerprint());
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
    Visibility seenOther = pending.isEmpty() ? null : otherVisible();
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
    logs.acknowledge(reached);
    CrashPoint.HOP_ACKNOWLEDGED.reached();
    ground.numbers().finish(hop);
  }

  private void storeUnsettled(Connection connection, List<PendingKey> settled) throws SQLException {
    storedKeys.remove(connection, pending.storedAmong(settled));
    if (settled.size() < pending.size()) {
      var done = new java.util.HashSet<>(settled);
      storedKeys.put(connection, pending.all().stream().filter(k -> !done.contains(k)).toList());
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
    if (!logs.readsOther()) {
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
  private Reached lastReached = Reached.NOWHERE_NEW;

  /** Where the logs were at the last commit; a side whose log is not read is missing. */
  Map<Side, LogPosition> reached() {
    return lastReached.bySide(direction);
  }

  /** Where the logs were when this began, for hops that bring nothing new of them. */
  void startsAt(@Nullable LogPosition authorityAt, @Nullable LogPosition otherAt) {
    lastReached = new Reached(authorityAt, otherAt);
  }

  private static String text(@Nullable LogPosition position) {
    return position == null ? "" : position.encode();
  }

  private void remember(long hop, HopWriter.Written written) throws SQLException {
    ground.touches().rows(written.named());
    if (logs.readsOther()) {
      ground
          .ownHops()
          .remember(new HopMark(ground.migration(), direction.name(), hop), written.named());
    }
  }

  private boolean tooMany() {
    return pending.size() > ground.options().hopKeysMax();
  }

  private static Cascades.Lookup lookup(SyncSide side, Connection connection) {
    return new Cascades.Lookup(side.side(), side.database(), connection);
  }

  /** Looks at both sides at the moment at which a hop makes them equal. */
  interface Inspection {
    void look(Connection authoritySnapshot, Connection otherTransaction) throws SQLException;
  }

  /** A hop's outcome; {@code tooMany}: nothing was written, catching up is called for. */
  record Result(long keys, long changed, long unsettled, boolean tooMany) {}

  private record Uncommitted(
      List<PendingKey> settled, Reached reached, long hop, java.util.Set<TableKey> named) {}
}
