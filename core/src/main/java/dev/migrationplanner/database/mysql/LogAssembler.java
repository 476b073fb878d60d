package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
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

  private final Flavour flavour;
  private final String database;
  private final LogRows rows;
  private final List<TableView> views;
  private final XaBranches branches;
  private final Receiver receiver;
  private final LogCursor cursor;
  private @Nullable LogGroup group;

  LogAssembler(
      Flavour flavour,
      String database,
      LogAddress from,
      List<TableView> views,
      XaBranches branches,
      Receiver receiver) {
    this.flavour = flavour;
    this.database = database;
    this.rows = new LogRows(database, views);
    this.views = List.copyOf(views);
    this.branches = branches;
    this.receiver = receiver;
    this.cursor = new LogCursor(flavour, from);
  }

  @Override
  public void rotated(EventHead head, BinlogPlace next) throws IOException {
    forget(); // A server that was killed may leave a group without its end.
    if (cursor.rotate(next)) {
      receiver.reached(cursor.address());
    }
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

  private void format(EventHead head) throws IOException {
    forget();
    between(head);
  }

  private void forget() throws IOException {
    LogGroup open = group;
    group = null;
    if (open != null) {
      open.close();
    }
  }

  private LogGroup open(EventHead head) throws SQLException {
    LogGroup open = group;
    if (open == null) {
      throw refused(
          "an event of type " + head.type() + " outside of a transaction", UnreadableLog.REPORT);
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
      throws IOException, SQLException, InterruptedException {
    LogGroup open = open(head);
    new LogStatements(database, views).read(sql, schema).forEach(open::add);
    boolean inGroup = flavour.isMariaDb() ? !open.standalone() : open.begun();
    if (!inGroup) {
      end(head);
    }
  }

  private void end(EventHead head) throws IOException, SQLException, InterruptedException {
    if (head.next() == 0) {
      throw refused("a transaction without its end position", UnreadableLog.REPORT);
    }
    try (LogGroup ended = open(head)) {
      group = null;
      LogPosition before = cursor.address().position();
      cursor.commit(ended.gtid(), head.next());
      if ((ended.matters() || receiver.wantsEmpty()) && !cursor.skips(ended.gtid())) {
        hand(ended, before);
      }
    }
    receiver.reached(cursor.address());
  }

  /** Who resumes before the last part gets the whole of it again. */
  private void hand(LogGroup ended, LogPosition before) throws IOException, InterruptedException {
    List<KeyChange> last =
        ended.parts(part -> receiver.transaction(transaction(ended, before, part, List.of())));
    receiver.transaction(transaction(ended, cursor.address().position(), last, ended.statements()));
  }

  private LoggedTransaction transaction(
      LogGroup ended, LogPosition end, List<KeyChange> changes, List<TableStatement> statements) {
    var tag = new ChangeTag(cursor.tag(ended.gtid()));
    return new LoggedTransaction(tag, end, changes, ended.hop(), statements);
  }

  private void between(EventHead head) {
    if (group == null && head.next() > 0 && cursor.pass(head.next())) {
      receiver.reached(cursor.address());
    }
  }

  private void prepared(EventHead head, EventBytes body)
      throws IOException, SQLException, InterruptedException {
    boolean onePhase = body.u8() != 0;
    boolean past = cursor.skips(open(head).gtid());
    if (!onePhase && !past && open(head).matters()) {
      throw refused("a prepared XA transaction on tables that are read", UnreadableLog.XA_REMEDY);
    }
    // Of one that was prepared in the past only a commit in the past may follow.
    if (!onePhase && !(past && open(head).matters())) {
      branches.prepared(body);
    }
    end(head);
  }

  /** Commits of branches whose rows were not ours; one that was ours has stopped the reader. */
  private void branch(EventHead head, String sql)
      throws IOException, SQLException, InterruptedException {
    String[] words = sql.strip().toUpperCase(Locale.ROOT).split("\\s+");
    String action = words.length > 1 ? words[1] : "";
    if (action.equals("COMMIT") || action.equals("ROLLBACK")) {
      if (cursor.skips(open(head).gtid()) | branches.end(sql)) {
        end(head);
        return;
      }
      throw refused("XA " + action + " of a transaction prepared before", UnreadableLog.XA_REMEDY);
    }
    open(head);
  }

  private void other(EventHead head) throws IOException, SQLException, InterruptedException {
    LogGroup open = group;
    if (head.type() == EventHead.PAYLOAD && open != null && cursor.skips(open.gtid())) {
      end(head); // A compressed transaction that was visible at the start already.
      return;
    }
    if (!head.harmless()) {
      throw UnreadableLog.event(database, cursor.place(), head.type());
    }
    between(head);
  }

  private SQLException refused(String what, String remedy) {
    return UnreadableLog.of(database, cursor.place(), what, remedy);
  }
}
