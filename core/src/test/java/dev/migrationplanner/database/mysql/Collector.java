package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ChangeLog.LogReader;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads a log into a list. */
final class Collector implements AutoCloseable {

  final List<LoggedTransaction> transactions = new CopyOnWriteArrayList<>();
  final LogReader reader;

  Collector(ChangeLog log, LogPosition from) throws Exception {
    reader = log.read(from, transactions::add);
  }

  /** Waits for the log's end as it is now. */
  Collector sync() throws Exception {
    assertThat(reader.awaitReached(reader.markEnd(), Duration.ofSeconds(60))).isTrue();
    return this;
  }

  List<LoggedTransaction> full() {
    return transactions.stream()
        .filter(t -> !t.changes().isEmpty() || t.hop() != null || !t.statements().isEmpty())
        .toList();
  }

  List<KeyChange> changes() {
    return transactions.stream().flatMap(t -> t.changes().stream()).toList();
  }

  @Override
  public void close() {
    reader.close();
  }
}
