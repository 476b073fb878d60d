package dev.migrationplanner.run;

import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.sync.TableKey;
import dev.migrationplanner.sync.Touches;
import dev.migrationplanner.verify.ChunkFile;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What sync touches, on record by chunk: these are compared again, the others need not be. */
record TouchedChunks(ChunkFile chunks) implements Touches {

  @Override
  public void rows(Set<TableKey> rows) throws SQLException {
    Map<String, List<RowKey>> keys = new HashMap<>();
    for (TableKey row : rows) {
      keys.computeIfAbsent(row.table(), table -> new ArrayList<>()).add(row.key());
    }
    try {
      chunks.touched(keys);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  @Override
  public void wholeTable(String table) throws SQLException {
    try {
      chunks.touchedAll(table);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private static SQLTransientException unwritten(IOException e) {
    return new SQLTransientException(
        "what sync touches cannot be written into the state directory, and nothing is touched"
            + " before it is: "
            + e.getMessage(),
        e);
  }
}
