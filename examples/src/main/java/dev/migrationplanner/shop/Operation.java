package dev.migrationplanner.shop;

import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Work;
import dev.migrationplanner.ledger.Effect;
import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Row;
import dev.migrationplanner.ledger.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way: the draft's changes and the audit row, in one transaction. The first run is
 * the authority's, and the audit row gets its id there; a later one mirrors the rows that came of
 * it. (The library runs the work again on the authority only when it was refused before it began,
 * since it is told not to retry deadlocks.)
 */
final class Operation implements Work<Boolean> {

  private static final Map<String, TableShape> TABLES =
      ShopTables.BUSINESS.stream().collect(Collectors.toMap(TableShape::name, Function.identity()));

  private final Draft draft;
  private final Row auditDraft;
  private volatile @Nullable Row auditRow;

  Operation(long number, Draft draft) {
    this.draft = draft;
    Key first = draft.changes().get(0).effects().get(0).key();
    this.auditDraft =
        NewRows.audit(number, draft.kind(), first.table(), String.join("/", first.values()));
  }

  @Override
  public Boolean run(Connection connection, Side side) throws SQLException {
    Statements statements = Statements.on(connection);
    Row written = auditRow;
    if (written == null) {
      auditRow = onAuthority(statements);
    } else {
      onOther(statements, written);
    }
    return true;
  }

  /** The audit row as it stands, once the write is acknowledged. */
  Row auditRow() {
    Row written = auditRow;
    if (written == null) {
      throw new IllegalStateException("The write has not run.");
    }
    return written;
  }

  /** Every row it writes, for the library's reports. */
  List<RowKey> rowKeys() {
    return draft.effects().stream().map(Effect::key).map(Operation::rowKey).toList();
  }

  static RowKey rowKey(Key key) {
    TableShape table = TABLES.get(key.table());
    if (table == null) {
      throw new IllegalArgumentException("Not a table of the shop: " + key.table());
    }
    return new RowKey(key.table(), table.key(), key.values());
  }

  private Row onAuthority(Statements statements) throws SQLException {
    for (Change change : draft.changes()) {
      change.onAuthority(statements);
    }
    return auditDraft.with("id", statements.insertGenerating(auditDraft));
  }

  private void onOther(Statements statements, Row written) throws SQLException {
    for (Change change : draft.changes()) {
      change.onOther(statements);
    }
    statements.upsert(written);
  }
}
