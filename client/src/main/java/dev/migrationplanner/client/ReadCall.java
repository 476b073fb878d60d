package dev.migrationplanner.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One read as the application asked for it. */
record ReadCall<T extends @Nullable Object>(
    String routingKey, String table, Work<T> read, Comparison<T> comparison) {

  /** The rows in which the answers of both sides differ. */
  List<RowKey> differences(Side side, T answer, T otherAnswer) {
    return side == Side.SOURCE
        ? comparison.differences(answer, otherAnswer)
        : comparison.differences(otherAnswer, answer);
  }
}
