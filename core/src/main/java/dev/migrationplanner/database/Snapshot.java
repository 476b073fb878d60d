package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.SQLException;

/** One consistent read view. Owned by one thread at a time. */
public interface Snapshot extends AutoCloseable {

  /** What it sees (rule 1): a transaction covered by it is visible in it. */
  Visibility visible();

  /** The transaction that holds it; read only through {@link Rows} or {@link Digests}. */
  Connection connection();

  /** The tables' fingerprint inside it (rule 8). */
  String fingerprint() throws SQLException;

  /** Ends it. */
  @Override
  void close();
}
