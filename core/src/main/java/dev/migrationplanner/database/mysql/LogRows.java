package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads row events of the tables that are read, and our own marker rows. */
final class LogRows {

  private final Map<String, TableView> views = new HashMap<>();
  private final String database;

  LogRows(String database, List<TableView> views) {
    this.database = database;
    views.stream().filter(v -> !v.key().isEmpty()).forEach(v -> this.views.put(v.name(), v));
  }

  /** TABLE_MAP: number 6, flags 2, names. */
  void map(LogGroup group, EventBytes body) throws IOException, SQLException {
    long id = body.little(6);
    body.skip(2);
    String schema = name(body);
    String table = name(body);
    if (schema.equals(MySqlCatalog.OURS) && table.equals("hop")) {
      group.mapHops(id);
      return;
    }
    TableView view = schema.equals(database) ? views.get(table) : null;
    if (view != null) {
      group.map(id, BinlogTable.read(view, body));
    }
  }

  private static String name(EventBytes body) throws IOException {
    String name = body.text(body.u8());
    body.skip(1);
    return name;
  }

  /** Rows: number 6, flags 2, extra header, width, present columns, images. */
  void read(LogGroup group, EventHead head, EventBytes body) throws IOException, SQLException {
    long id = body.little(6);
    body.skip(2);
    BinlogTable table = group.table(id);
    boolean hops = group.isHops(id) && head.inserts();
    if (table == null && !hops) {
      return;
    }
    if (head.secondVersion()) {
      body.skip(body.little(2) - 2);
    }
    int width = body.packed();
    BitSet present = body.bits(width);
    if (table == null) {
      mark(group, body, present);
      return;
    }
    BitSet after = head.updates() ? body.bits(width) : present;
    while (body.remaining() > 0) {
      row(group, head, table, body, present, after);
    }
  }

  private static void row(
      LogGroup group,
      EventHead head,
      BinlogTable table,
      EventBytes body,
      BitSet present,
      BitSet after)
      throws IOException, SQLException {
    String name = table.view().name();
    RowKey key = table.key(body, present, null);
    if (!head.updates()) {
      group.add(name, key, head.inserts() ? KeyChange.Kind.INSERT : KeyChange.Kind.DELETE);
      return;
    }
    RowKey next = table.key(body, after, key);
    if (next.equals(key)) {
      group.add(name, key, KeyChange.Kind.UPDATE);
    } else {
      group.add(name, key, KeyChange.Kind.DELETE);
      group.add(name, next, KeyChange.Kind.INSERT);
    }
  }

  /** migration varchar(64) and direction varchar(16), each up to 255 bytes or above; hop bigint. */
  private static void mark(LogGroup group, EventBytes body, BitSet present) throws IOException {
    body.skip((present.cardinality() + 7) / 8);
    String migration = body.text((int) body.little(2));
    String direction = body.text(body.u8());
    group.mark(new HopMark(migration, direction, body.little(8)));
  }
}
