package dev.migrationplanner.client;

import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The application's own equality of two answers. Runs on a background thread. */
@FunctionalInterface
public interface Comparison<T extends @Nullable Object> {
  /** The keys of the rows that differ; empty when the answers are equal. */
  List<RowKey> differences(T fromSource, T fromTarget);

  /** Answers about one row, compared by {@code equals}. */
  static <T extends @Nullable Object> Comparison<T> byEquals(RowKey row) {
    return by(row, Objects::equals);
  }

  /** Answers about one row, compared by a predicate. */
  static <T extends @Nullable Object> Comparison<T> by(
      RowKey row, BiPredicate<? super T, ? super T> equal) {
    return (fromSource, fromTarget) ->
        equal.test(fromSource, fromTarget) ? List.of() : List.of(row);
  }
}
