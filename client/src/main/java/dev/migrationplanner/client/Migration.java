package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A migration as the application sees it: it writes and reads through here, and the Stage decides
 * which side does what. One instance serves all threads; threads, queues and samples are bounded by
 * {@link Limits}.
 *
 * <pre>{@code
 * try (Migration migration = Migration.open(options, oldDatabase, newDatabase)) {
 *   migration.write(customer, List.of(RowKey.of("orders", "id", id)), (connection, side) -> insert(connection, order));
 *   Order order = migration.read(customer, "orders", (connection, side) -> find(connection, id),
 *       Comparison.byEquals(RowKey.of("orders", "id", id)));
 * }
 * }</pre>
 *
 * <p>The routing key is the one that partitions the data (a customer, an account): it decides the
 * cohort, the order of secondary writes, and whose reads stay on the authority after a write.
 */
public final class Migration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  private final Flags flags;
  private final Fence fence;
  private final RecentWrites recent;
  private final AuthorityWrites authority;
  private final SecondaryWrites secondary;
  private final ShadowReads shadows;
  private final Reads reads;
  private final Reporter reporter;

  private Migration(Options options, Databases databases) {
    ControlPlane controlPlane = new ControlPlane(options);
    Hops hops = new Hops();
    Counters counters = new Counters(options.limits().control().keysPerReportMax());
    fence = new Fence(options.migration(), databases, options.limits().writes().fenceWaitMax());
    flags = Flags.open(options, controlPlane, hops, this::highestRow);
    recent = new RecentWrites(hops, options.limits().control().recentWritesMax());
    Transaction transaction = new Transaction(databases, fence);
    authority =
        new AuthorityWrites(flags, transaction, recent, counters, options.limits().writes());
    secondary = new SecondaryWrites(transaction, counters, options);
    shadows = new ShadowReads(databases, counters, recent, hops, options);
    reads =
        new Reads(
            flags, databases, recent, shadows, counters, options.limits().shadow().deadline());
    reporter = new Reporter(counters, controlPlane, options);
  }

  /**
   * Starts to follow the control plane.
   *
   * @param source the old database, as the application's own pool
   * @param target the new one
   * @throws IllegalStateException where neither control plane nor disk nor databases tell a first
   *     state
   */
  public static Migration open(Options options, DataSource source, DataSource target) {
    return new Migration(options, new Databases(source, target));
  }

  /**
   * Writes on the authority in a transaction of its own, then lets the other side follow where the
   * Stage says so.
   *
   * @param keys the rows that the work writes, for reports should the other side fail
   * @return what the work gave on the authority, once that is committed
   * @throws StaleEpochException where the authority kept moving for all attempts; nothing was
   *     written
   * @throws UnknownOutcomeException where the answer to the commit was lost
   * @throws SQLException what the work or the database threw; nothing was written
   */
  public <T extends @Nullable Object> T write(String routingKey, List<RowKey> keys, Work<T> work)
      throws SQLException {
    AuthorityWrites.Committed<T> committed = authority.write(marked(routingKey, keys), work);
    follow(routingKey, keys, committed.state(), work);
    return committed.result();
  }

  /**
   * Reads from the side that the Stage names for this key; the other one may be read behind the
   * caller's back. A target that fails while it is not the authority is counted, and the source
   * answers.
   *
   * @param table for the counts of shadow reads
   */
  public <T extends @Nullable Object> T read(
      String routingKey, String table, Work<T> read, Comparison<T> comparison) throws SQLException {
    return reads.read(new ReadCall<>(routingKey, table, read, comparison));
  }

  /**
   * For applications that manage their own transactions: call it first in each that writes, on the
   * side it writes, and close the passage after the transaction ended. In REPEATABLE READ and above
   * it must be the first statement.
   *
   * @throws StaleEpochException where that side may not be written under the epoch known so far;
   *     the new one is known from then on: roll back and begin anew on {@link #authority()}
   */
  public Passage enter(Connection connection, Side side) throws SQLException {
    try {
      return fence.enter(connection, side, state());
    } catch (StaleEpochException stale) {
      flags.learn(stale.row());
      throw stale;
    }
  }

  /**
   * For the same applications: lets the other side follow a transaction that the authority
   * committed.
   *
   * @param entered the state under which it entered the fence: {@link #state()} of then
   */
  public void afterCommit(String routingKey, List<RowKey> keys, State entered, Work<?> work) {
    if (entered.stage().writes().both()) {
      recent.begin(marked(routingKey, keys)).written();
    }
    follow(routingKey, keys, entered, work);
  }

  /** The side to write first, in the pinned request's state. */
  public Side authority() {
    return state().authority();
  }

  /** The side that {@link #read} would ask now: for applications that read by themselves. */
  public Side readSide(String routingKey) {
    return reads.side(routingKey, state());
  }

  /** The flag alone: see {@link Flags#readsNew}. */
  public boolean readsNew(String routingKey) {
    return flags.readsNew(routingKey);
  }

  /** Holds the Stage fixed for one request on this thread. */
  public RequestScope pin() {
    return flags.pin();
  }

  /** The state of the request pinned on this thread, else the latest known. */
  public State state() {
    return flags.state();
  }

  /**
   * Waits until no secondary write of this instance waits or runs: in a pause of the writes, before
   * both sides are held against each other.
   *
   * @return false if that took longer
   */
  public boolean awaitSecondaryWrites(Duration timeout) throws InterruptedException {
    return secondary.awaitNone(timeout);
  }

  /**
   * Stops all threads in bounded time; secondary writes that still wait are left to sync. The data
   * sources stay open.
   */
  @Override
  public void close() {
    flags.close();
    secondary.close();
    shadows.close();
    reporter.close();
  }

  private void follow(String routingKey, List<RowKey> keys, State state, Work<?> work) {
    if (state.stage().writes().both()) {
      secondary.follow(routingKey, keys, state, work);
    }
  }

  private static List<Object> marked(String routingKey, List<RowKey> keys) {
    List<Object> marked = new ArrayList<>(keys);
    marked.add(routingKey);
    return marked;
  }

  private Optional<EpochRow> highestRow() {
    Optional<EpochRow> inTarget = row(Side.TARGET);
    Optional<EpochRow> inSource = row(Side.SOURCE);
    return inTarget.isPresent()
            && (inSource.isEmpty() || inTarget.get().epoch() >= inSource.get().epoch())
        ? inTarget
        : inSource;
  }

  private Optional<EpochRow> row(Side side) {
    try {
      return fence.peek(side);
    } catch (SQLException unreachable) {
      LOG.debug(
          "The epoch row of the {} cannot be read ({}).", side, Complaint.describe(unreachable));
      return Optional.empty();
    }
  }
}
