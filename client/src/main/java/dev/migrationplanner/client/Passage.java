package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction's leave to write under one epoch. Close it after the transaction ended: while the
 * authority is about to leave this side, it holds a transaction open on the other one, which keeps
 * the flip waiting.
 */
public final class Passage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  private final @Nullable Connection other;

  private Passage(@Nullable Connection other) {
    this.other = other;
  }

  static Passage single() {
    return new Passage(null);
  }

  static Passage holding(Connection other) {
    return new Passage(other);
  }

  /**
   * Ends the transaction on the other side, if there is one. It wrote nothing, so its failure
   * changes nothing.
   */
  @Override
  public void close() {
    if (other == null) {
      return;
    }
    try (Connection closing = other) {
      closing.rollback();
      closing.setAutoCommit(true);
    } catch (SQLException lost) {
      LOG.debug(
          "The fence's second connection was lost after use, SQL state {}.", lost.getSQLState());
    }
  }
}
