package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the log describes it before its rows, and how to read keys out of those rows. Only key
 * columns are decoded.
 */
final class BinlogTable {

  private static final int COLUMN_NAMES = 4;

  private final TableView view;
  private final BinlogColumn[] columns;
  private final int[] keyPositions;

  private BinlogTable(TableView view, BinlogColumn[] columns, int[] keyPositions) {
    this.view = view;
    this.columns = columns;
    this.keyPositions = keyPositions;
  }

  /** Reads the rest of a TABLE_MAP event, from the number of columns on. */
  static BinlogTable read(TableView view, EventBytes body) throws IOException, SQLException {
    int count = body.packed();
    byte[] types = body.bytes(count);
    body.packed();
    var columns = new BinlogColumn[count];
    for (int i = 0; i < count; i++) {
      columns[i] = BinlogColumn.read(types[i] & 0xff, body);
    }
    body.skip((count + 7) / 8);
    return new BinlogTable(view, columns, keyPositions(view, names(view, count, body)));
  }

  /** The names are in the log with binlog_row_metadata=FULL; else the catalogue's order counts. */
  private static List<String> names(TableView view, int count, EventBytes body)
      throws IOException, SQLException {
    while (body.remaining() > 0) {
      int kind = body.u8();
      int length = body.packed();
      if (kind == COLUMN_NAMES) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
          names.add(body.text(body.packed()));
        }
        return names;
      }
      body.skip(length);
    }
    if (view.table().columns().size() != count) {
      throw new SQLException(
          "in the log table "
              + view.name()
              + " has "
              + count
              + " columns, in the catalogue "
              + view.table().columns().size()
              + "; its definition has changed: compare it anew");
    }
    return view.table().columns().stream().map(c -> c.name()).toList();
  }

  private static int[] keyPositions(TableView view, List<String> names) throws SQLException {
    int[] positions = new int[view.key().size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = names.indexOf(view.keyNames().get(i));
      if (positions[i] < 0) {
        throw new SQLException(
            "in the log table "
                + view.name()
                + " has no column "
                + view.keyNames().get(i)
                + "; its definition has changed: compare it anew");
      }
    }
    return positions;
  }

  TableView view() {
    return view;
  }

  int width() {
    return columns.length;
  }

  /**
   * Reads one row image.
   *
   * @param present the columns the image has
   * @param before the key before an update, for columns an image in minimal form leaves out
   */
  RowKey key(EventBytes body, BitSet present, @Nullable RowKey before)
      throws IOException, SQLException {
    BitSet nulls = body.bits(present.cardinality());
    var texts = new String[keyPositions.length];
    for (int i = present.nextSetBit(0), nth = 0; i >= 0; i = present.nextSetBit(i + 1), nth++) {
      if (!nulls.get(nth)) {
        column(body, i, texts);
      }
    }
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] == null && before != null && !present.get(keyPositions[i])) {
        texts[i] = before.texts().get(i);
      }
      if (texts[i] == null) {
        throw new SQLException(
            "the log has a row of table " + view.name() + " without its whole key");
      }
    }
    return new RowKey(List.of(texts));
  }

  private void column(EventBytes body, int position, String[] texts)
      throws IOException, SQLException {
    for (int i = 0; i < keyPositions.length; i++) {
      if (keyPositions[i] == position) {
        texts[i] = columns[position].keyText(view.name(), view.keyColumns().get(i), body);
        return;
      }
    }
    columns[position].skip(body);
  }
}
