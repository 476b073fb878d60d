package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.MappedTable;
import java.util.Optional;
import java.util.Set;

/** Turns logged transactions into pending keys: who made it, and on which side, decides the tag. */
final class LogJudge {

  private final SyncedTables tables;
  private final OwnHops ownHops;
  private final String migration;
  private long transactions;

  LogJudge(SyncedTables tables, OwnHops ownHops, String migration) {
    this.tables = tables;
    this.ownHops = ownHops;
    this.migration = migration;
  }

  /** Transactions on the other side that were not ours. */
  long transactions() {
    return transactions;
  }

  /** Takes in one transaction of that side's log. */
  void take(LoggedTransaction transaction, Side side, Direction direction, PendingKeys into) {
    HopMark hop = transaction.hop();
    boolean ours = hop != null && hop.migration().equals(migration);
    boolean chunk = hop != null && ours && hop.direction().equals("COPY");
    Set<TableKey> named = hop != null && ours && !chunk ? ownHops.take(hop) : Set.of();
    boolean onOther = side == direction.other();
    if (onOther && !ours && !transaction.changes().isEmpty()) {
      transactions++;
    }
    if (chunk) {
      return;
    }
    for (KeyChange change : transaction.changes()) {
      Optional<MappedTable> table = tables.onSide(side, change.table());
      if (table.isEmpty()) {
        continue;
      }
      var row = new TableKey(table.get().name(), change.key());
      if (!named.contains(row)) {
        into.add(pending(row, change.kind(), transaction.tag(), onOther));
      }
    }
  }

  private static PendingKey pending(
      TableKey row, KeyChange.Kind kind, ChangeTag tag, boolean onOther) {
    return onOther ? new PendingKey(row, null, null, tag) : new PendingKey(row, kind, tag, null);
  }
}
