package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes transactions of events. Positions come only from events that end one, and from those
 * between two (rule 5); what is not understood is an error (rule 6).
 */
final class LogAssembler implements EventStream.Consumer {

  /** Takes what the log says, in its order. */
  interface Receiver {
    void transaction(LoggedTransaction transaction) throws InterruptedException;

    /** Whether a transaction without anything in it is wanted now. */
    boolean wantsEmpty();

    /** Everything before that place was handed on. */
    void reached(LogAddress address);
  }

  private static final long FILE_4G = 1L << 32;

  private final Flavour flavour;
  private final String database;
  private final String identity;
  private final LogRows rows;
  private final List<TableView> views;
  private final Receiver receiver;
  private final Map<String, String> domains = new TreeMap<>();
  private final GtidSet executed;
  private final GtidSet skipped;
  private BinlogPlace place;
  private @Nullable LogGroup group;

  LogAssembler(
      Flavour flavour, String database, LogAddress from, List<TableView> views, Receiver receiver) {
    this.flavour = flavour;
    this.database = database;
    this.identity = from.identity();
    this.rows = new LogRows(database, views);
    this.views = List.copyOf(views);
    this.receiver = receiver;
    this.place = from.place();
    this.executed = flavour.isMariaDb() ? new GtidSet() : GtidSet.parse(from.gtids());
    this.skipped = flavour.isMariaDb() ? new GtidSet() : GtidSet.parse(from.gtids());
    if (flavour.isMariaDb()) {
      setDomains(from.gtids());
    }
  }

  private void setDomains(String gtids) {
    for (String gtid : gtids.replace(" ", "").split(",")) {
      if (!gtid.isEmpty()) {
        domains.put(gtid.substring(0, gtid.indexOf('-')), gtid);
      }
    }
  }

  @Override
  public void rotated(EventHead head, BinlogPlace next) {
    group = null; // A server that was killed may leave a group without its end.
    if (next.compareTo(place) > 0) {
      place = next;
      receiver.reached(address());
    }
  }

  private LogAddress address() {
    return new LogAddress(
        identity,
        place,
        flavour.isMariaDb() ? String.join(",", domains.values()) : executed.text());
  }

  @Override
  public void accept(EventHead head, EventBytes body)
      throws IOException, SQLException, InterruptedException {
    if (head.rows()) {
      rows.read(open(head), head, body);
      return;
    }
    switch (head.type()) {
      case EventHead.TABLE_MAP -> rows.map(open(head), body);
      case EventHead.MARIADB_GTID -> beginMariaDb(head, body);
      case EventHead.GTID -> beginMySql(body);
      case EventHead.TAGGED_GTID -> begin(TaggedGtid.read(body), false);
      case EventHead.ANONYMOUS_GTID ->
          throw refused("a transaction without a GTID", "set gtid_mode=ON (online, in its steps)");
      case EventHead.QUERY -> query(head, body);
      case EventHead.XID -> end(head);
      case EventHead.XA_PREPARE -> prepared(head, body);
      case EventHead.FORMAT -> format(head);
      case EventHead.HEARTBEAT, EventHead.HEARTBEAT2 -> between(head);
      case EventHead.MARIADB_GTID_LIST -> between(head);
      default -> other(head);
    }
  }

  private void format(EventHead head) {
    group = null;
    between(head);
  }

  private LogGroup open(EventHead head) throws SQLException {
    LogGroup open = group;
    if (open == null) {
      throw refused("an event of type " + head.type() + " outside of a transaction", "report this");
    }
    return open;
  }

  private void begin(String gtid, boolean standalone) {
    group = new LogGroup(gtid, standalone);
  }

  /** Sequence 8, domain 4, flags 1; flag 1: a single statement without an end of its own. */
  private void beginMariaDb(EventHead head, EventBytes body) throws IOException {
    long sequence = body.little(8);
    long domain = body.little(4);
    int flags = body.u8();
    String gtid = domain + "-" + head.server() + "-" + Long.toUnsignedString(sequence);
    begin(gtid, (flags & 1) != 0);
    domains.put(Long.toString(domain), gtid);
  }

  private void beginMySql(EventBytes body) throws IOException {
    body.u8();
    ByteBuffer uuid = ByteBuffer.wrap(body.bytes(16));
    begin(new UUID(uuid.getLong(), uuid.getLong()) + ":" + body.little(8), false);
  }

  /** Thread 4, seconds 4, length of the database's name 1, error 2, length of variables 2. */
  private void query(EventHead head, EventBytes body)
      throws IOException, SQLException, InterruptedException {
    body.skip(8);
    int nameLength = body.u8();
    body.skip(2);
    body.skip(body.little(2));
    String schema = body.text(nameLength);
    body.skip(1);
    String sql = body.text((int) body.remaining());
    switch (verb(sql)) {
      case "BEGIN" -> open(head).begin();
      case "SAVEPOINT", "RELEASE" -> open(head);
      case "COMMIT" -> end(head);
      case "ROLLBACK" -> {
        if (!sql.strip().toUpperCase(Locale.ROOT).startsWith("ROLLBACK TO")) {
          end(head);
        }
      }
      case "XA" -> branch(head, sql);
      default -> statement(head, sql, schema);
    }
  }

  private static String verb(String sql) {
    String[] words = sql.strip().split("[\\s;]+", 2);
    return words[0].toUpperCase(Locale.ROOT);
  }

  private void statement(EventHead head, String sql, String schema)
      throws SQLException, InterruptedException {
    LogGroup open = open(head);
    new LogStatements(database, views).read(sql, schema).forEach(open::add);
    boolean inGroup = flavour.isMariaDb() ? !open.standalone() : open.begun();
    if (!inGroup) {
      end(head);
    }
  }

  private void end(EventHead head) throws SQLException, InterruptedException {
    LogGroup ended = open(head);
    group = null;
    if (head.next() == 0) {
      throw refused("a transaction without its end position", "report this");
    }
    place = new BinlogPlace(place.file(), extended(head.next()));
    if (!flavour.isMariaDb()) {
      executed.add(ended.gtid());
    }
    if ((ended.matters() || receiver.wantsEmpty()) && !skips(ended)) {
      receiver.transaction(transaction(ended));
    }
    receiver.reached(address());
  }

  private boolean skips(LogGroup ended) {
    return !flavour.isMariaDb() && skipped.contains(ended.gtid());
  }

  private LoggedTransaction transaction(LogGroup ended) {
    String tag = flavour.isMariaDb() ? place.toString() : ended.gtid();
    return new LoggedTransaction(
        new ChangeTag(tag), address().position(), ended.changes(), ended.hop(), ended.statements());
  }

  /** Offsets are told in 32 bits; one transaction can make a file longer. */
  private long extended(long next) {
    long high = place.offset() / FILE_4G * FILE_4G;
    return high + next < place.offset() ? high + next + FILE_4G : high + next;
  }

  private void between(EventHead head) {
    if (group == null && head.next() > 0) {
      var next = new BinlogPlace(place.file(), extended(head.next()));
      if (next.compareTo(place) > 0) {
        place = next;
        receiver.reached(address());
      }
    }
  }

  private void prepared(EventHead head, EventBytes body)
      throws IOException, SQLException, InterruptedException {
    boolean onePhase = body.u8() != 0;
    if (!onePhase && open(head).matters()) {
      throw refused("a prepared XA transaction on tables that are read", XA_REMEDY);
    }
    end(head);
  }

  private static final String XA_REMEDY =
      "end all XA transactions on these tables (XA RECOVER lists them), then compare and go on";

  /** Commits of branches whose rows were not ours; one that was ours has stopped the reader. */
  private void branch(EventHead head, String sql) throws SQLException, InterruptedException {
    String[] words = sql.strip().toUpperCase(Locale.ROOT).split("\\s+");
    String action = words.length > 1 ? words[1] : "";
    if (action.equals("COMMIT") || action.equals("ROLLBACK")) {
      throw refused("XA " + action + " of a transaction prepared before", XA_REMEDY);
    }
    open(head);
  }

  private void other(EventHead head) throws SQLException {
    if (head.harmless()) {
      between(head);
      return;
    }
    throw switch (head.type()) {
      case EventHead.INCIDENT ->
          refused("an incident: the server may have lost events", "compare everything anew");
      case EventHead.PARTIAL_UPDATE ->
          refused("a partial JSON update", "SET GLOBAL binlog_row_value_options=''");
      case EventHead.PAYLOAD ->
          refused("a compressed transaction", "SET GLOBAL binlog_transaction_compression=OFF");
      case 165, 166, 167, 168, 169, 170, 171 ->
          refused("a compressed event", "SET GLOBAL log_bin_compress=OFF");
      case EventHead.EXECUTE_LOAD, 17, 6, 8, 9, 10, 11, 12 ->
          refused("LOAD DATA logged as a statement", LogStatements.ROW_REMEDY);
      default -> refused("an event of unknown type " + head.type(), "report this");
    };
  }

  private SQLException refused(String what, String remedy) {
    return new SQLException(
        "the change log of "
            + database
            + " holds, after "
            + place
            + ", "
            + what
            + ", which cannot be read for keys. Sync stops before anything is lost: "
            + remedy
            + ".");
  }
}
