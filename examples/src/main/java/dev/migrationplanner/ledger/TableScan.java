package dev.migrationplanner.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One side's table against the rows the ledger expects there. */
final class TableScan {

  private final ExpectedRows expected;
  private final Map<String, Effect> standing;
  private final String side;
  private final Charges charges;
  private final int pass;
  private final Map<String, Long> rows = new HashMap<>();

  /**
   * @param standing what the operations of unknown outcome that stand on this side left in this
   *     table, by key
   */
  TableScan(ExpectedRows expected, Map<String, Effect> standing, String side, Charges charges) {
    this.expected = expected;
    this.standing = standing;
    this.side = side;
    this.charges = charges;
    this.pass = expected.nextPass();
  }

  /** Reads the whole table. */
  void read(Connection connection) throws SQLException {
    Rows.forEach(connection, expected.table(), this::row);
    expected.forEach(
        (key, entry) -> {
          if (!entry.markedIn(pass) && cells(key, entry) != null) {
            charges.add(Fault.LOST, side, thing(key), "is missing");
          }
        });
    standing.forEach(
        (key, effect) -> {
          if (effect instanceof Effect.Put
              && expected.entry(key) == null
              && !rows.containsKey(key)) {
            charges.add(Fault.LOST, side, thing(key), "is missing though its operation stands");
          }
        });
  }

  /** Each row's key and hash, for the comparison of both sides. */
  Map<String, Long> rows() {
    return rows;
  }

  private void row(Row row) {
    byte[] found = Cells.of(row.values());
    String key = row.key().text();
    rows.put(key, Cells.hash(found));
    ExpectedRows.Entry entry = expected.entry(key);
    if (entry != null) {
      entry.mark(pass);
    }
    if (entry == null && !standing.containsKey(key)) {
      charges.add(Fault.PHANTOM, side, thing(key), "was never written");
      return;
    }
    judge(row, found, cells(key, entry));
  }

  private void judge(Row row, byte[] found, byte @Nullable [] wanted) {
    String key = row.key().text();
    if (wanted == null) {
      charges.add(Fault.RESURRECTED, side, thing(key), "");
    } else if (!Arrays.equals(found, wanted)) {
      charges.add(
          Fault.LOST,
          side,
          thing(key),
          "has other values in " + differing(row, Cells.row(row.table(), wanted)));
    }
  }

  /**
   * What must be there: by an operation in doubt that stands here, else by the last acknowledged
   * one.
   */
  private byte @Nullable [] cells(String key, ExpectedRows.@Nullable Entry entry) {
    Effect effect = standing.get(key);
    if (effect != null) {
      return effect instanceof Effect.Put put ? Cells.of(put.row().values()) : null;
    }
    return entry == null ? null : entry.cells();
  }

  private String thing(String key) {
    return "row " + Key.parse(expected.table().name(), key);
  }

  /** The names of the columns in which two rows differ. */
  static List<String> differing(Row one, Row other) {
    List<String> names = new ArrayList<>();
    for (int index = 0; index < one.values().size(); index++) {
      if (!Objects.equals(one.values().get(index), other.values().get(index))) {
        names.add(one.table().columns().get(index).name());
      }
    }
    return names;
  }
}
