package dev.migrationplanner.database;

import java.io.IOException;

/** Takes rows: a value for each column of the view, in order, then {@link #endRow}. */
public interface RowSink extends ValueSink {

  /** The row is whole. */
  void endRow() throws IOException;
}
