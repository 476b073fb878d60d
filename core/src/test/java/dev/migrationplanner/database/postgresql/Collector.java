package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LoggedTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what a log reader delivers. */
final class Collector implements Consumer<LoggedTransaction> {

  private final List<LoggedTransaction> all = new ArrayList<>();

  @Override
  public synchronized void accept(LoggedTransaction transaction) {
    all.add(transaction);
  }

  synchronized List<LoggedTransaction> all() {
    return List.copyOf(all);
  }

  /** Without the reader's own marks. */
  List<LoggedTransaction> real() {
    return all().stream()
        .filter(t -> !t.changes().isEmpty() || t.hop() != null || !t.statements().isEmpty())
        .toList();
  }

  List<String> changes() {
    return real().stream().flatMap(t -> t.changes().stream()).map(Collector::text).toList();
  }

  static String text(KeyChange change) {
    return change.kind() + " " + change.table() + " " + change.key().texts();
  }
}
