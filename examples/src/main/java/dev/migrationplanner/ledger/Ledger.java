package dev.migrationplanner.ledger;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The application's own account of its writes, kept outside both databases: every operation with
 * its outcome, every key with its last acknowledged row. Two writes of one key must not be in
 * flight at once, so that the order here is the order of commits.
 *
 * <p>Memory: nine bytes an operation and one copy of each row ever written. All methods may be
 * called from any thread.
 */
public final class Ledger implements AutoCloseable {

  /** An operation whose outcome is unknown, with what it leaves behind if it stands. */
  record InDoubt(long operation, List<Effect> effects) {}

  private final AuditTable audit;
  private final Map<String, ExpectedRows> expected = new LinkedHashMap<>();
  private final Operations operations = new Operations();
  private final Map<Long, String> kindsInFlight = new HashMap<>();
  private final Map<Long, InDoubt> inDoubt = new LinkedHashMap<>();
  private final LedgerFile file;

  /**
   * An empty ledger.
   *
   * @param tables every table the application writes, the audit table not among them
   * @param record where to append each operation, one JSON object a line
   */
  public Ledger(List<TableShape> tables, AuditTable audit, Path record) {
    this.audit = audit;
    tables.forEach(table -> expected.put(table.name(), new ExpectedRows(table)));
    this.file = new LedgerFile(record);
  }

  /** Takes over a row that is in the database before any operation. */
  public synchronized void loaded(Row row) {
    rows(row.table().name()).apply(new Effect.Put(row));
  }

  /** The number of a new operation, to be written into its audit row in the same transaction. */
  public synchronized long begin(String kind) {
    long operation = operations.next();
    kindsInFlight.put(operation, kind);
    return operation;
  }

  /**
   * The commit was acknowledged: from now on these effects and this audit row must be found on
   * every side.
   */
  public synchronized void acknowledged(long operation, List<Effect> effects, Row auditRow) {
    operations.end(operation, Outcome.ACKNOWLEDGED, Cells.hash(Cells.of(auditRow.values())));
    effects.forEach(effect -> rows(effect.key().table()).apply(effect));
    file.append(operation, kindOf(operation), Outcome.ACKNOWLEDGED, effects, null);
  }

  /** It is certain that nothing was committed. */
  public synchronized void failed(long operation, String why) {
    operations.end(operation, Outcome.FAILED, Operations.UNKNOWN_HASH);
    file.append(operation, kindOf(operation), Outcome.FAILED, List.of(), why);
  }

  /** The answer to the commit was lost. Its keys must not be written again. */
  public synchronized void unknown(long operation, List<Effect> effects) {
    operations.end(operation, Outcome.UNKNOWN, Operations.UNKNOWN_HASH);
    inDoubt.put(operation, new InDoubt(operation, List.copyOf(effects)));
    file.append(operation, kindOf(operation), Outcome.UNKNOWN, effects, null);
  }

  /** The last acknowledged row of a key; null where it was removed or never written. */
  public synchronized @Nullable Row expected(Key key) {
    return rows(key.table()).row(key);
  }

  /** Some removed key that the test accepts, or null. */
  public synchronized @Nullable Key removed(TableShape table, Predicate<Key> accepted) {
    Key[] found = new Key[1];
    rows(table.name())
        .forEach(
            (text, entry) -> {
              Key key = Key.parse(table.name(), text);
              if (found[0] == null && entry.cells() == null && accepted.test(key)) {
                found[0] = key;
              }
            });
    return found[0];
  }

  /** How many operations ended so, or are in flight. */
  public synchronized int count(Outcome outcome) {
    return operations.count(outcome);
  }

  /** How an operation ended. */
  public synchronized Outcome outcome(long operation) {
    return operations.outcome(operation);
  }

  /** Writes the record out to its file. */
  public synchronized void flush() {
    file.flush();
  }

  @Override
  public synchronized void close() {
    file.close();
  }

  AuditTable audit() {
    return audit;
  }

  /** For the judge, who holds this ledger's lock while he works. */
  Operations operations() {
    return operations;
  }

  Iterable<ExpectedRows> expectedRows() {
    return expected.values();
  }

  Iterable<InDoubt> inDoubt() {
    return inDoubt.values();
  }

  private ExpectedRows rows(String table) {
    return Objects.requireNonNull(
        expected.get(table), () -> "The ledger has no table " + table + ".");
  }

  private String kindOf(long operation) {
    return Objects.requireNonNullElse(kindsInFlight.remove(operation), "?");
  }
}
