package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the application does on one side: a read, or a write within the library's transaction. It
 * may run once for each side and again after a refusal, so it must hold no state of its own, and it
 * neither commits nor closes the connection.
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  T run(Connection connection, Side side) throws SQLException;
}
