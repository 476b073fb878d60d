package dev.migrationplanner.run;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.sync.TableKey;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** Rows that applications name, in our terms. */
final class ReportedRows {

  private ReportedRows() {}

  /** The row; empty if the table or a key column is not ours, or a value is no text of its type. */
  static Optional<TableKey> rowOf(
      ApplicationReport.ReportedKey reported, Map<String, MappedTable> tables) {
    MappedTable table = tables.get(reported.table());
    if (table == null) {
      return Optional.empty();
    }
    var texts = new ArrayList<String>();
    for (ColumnView column : table.source().keyColumns()) {
      String value = reported.columns().get(column.name());
      if (value == null) {
        return Optional.empty();
      }
      try {
        texts.add(CanonicalText.of(column.logical(), CanonicalText.parse(column.logical(), value)));
      } catch (RuntimeException e) {
        return Optional.empty();
      }
    }
    return Optional.of(new TableKey(table.name(), new RowKey(texts)));
  }
}
