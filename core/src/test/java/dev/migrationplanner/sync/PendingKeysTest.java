package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guarantee 1: no key is forgotten before a row that settles it was written. */
class PendingKeysTest {

  private final PendingKeys pending = new PendingKeys();

  @Test
  void theOldestComeFirstAndWhatIsUnsettledComesLastAgain() {
    pending.add(logged(1));
    pending.add(logged(2));
    pending.add(logged(3));
    PendingKeys some = pending.oldest(2);

    pending.lookedAt(some, List.of(logged(2)));

    assertThat(pending.all()).containsExactly(logged(3), logged(1));
  }

  @Test
  void aKeyLookedAtOnlyAsAChildKeepsWhatItsOwnTransactionSaid() {
    pending.add(logged(1));
    pending.add(logged(2));
    PendingKeys some = pending.oldest(1);
    PendingKey child = PendingKey.doubted(row(2));
    some.add(child);

    pending.lookedAt(some, List.of(logged(1), child));

    assertThat(pending.all()).containsExactly(logged(2));
  }

  @Test
  void aStoredKeyIsRemovedThereOnlyOnceItIsSettled() {
    pending.addStored(logged(1));
    PendingKeys some = pending.oldest(1);

    assertThat(some.storedAmong(List.of(logged(1)))).containsExactly(logged(1));
    pending.lookedAt(some, List.of());
    assertThat(pending.oldest(1).storedAmong(List.of(logged(1)))).containsExactly(logged(1));
  }

  /** Rules 1 and 14: each side's last word on a row is kept until it is settled. */
  @Test
  void guarantee_1_what_is_stored_of_a_row_is_not_forgotten_when_the_other_log_names_it()
      throws Exception {
    try (Pair pair = new Pair("CREATE TABLE item (id INT PRIMARY KEY)")) {
      for (SyncSide side : List.of(pair.sourceSide, pair.targetSide)) {
        try (java.sql.Connection connection =
            side.database().connect(dev.migrationplanner.database.Database.Use.WRITE)) {
          var stored = side.control().pending();
          var row = new TableKey("item", RowKey.of("7"));
          var foreign = new PendingKey(row, null, null, new ChangeTag("on the other side"));
          var logged =
              new PendingKey(row, KeyChange.Kind.UPDATE, new ChangeTag("on the authority"), null);
          stored.put(connection, "D", List.of(logged.stored()));
          stored.put(connection, "D", List.of(foreign.stored()));
          stored.put(connection, "D", List.of(PendingKey.doubted(row).stored()));
          assertThat(stored.some(connection, "D", 10).stream().map(PendingKey::of))
              .containsExactly(logged.merge(foreign));
        }
      }
    }
  }

  private static PendingKey logged(long id) {
    return new PendingKey(row(id), KeyChange.Kind.UPDATE, new ChangeTag("t" + id), null);
  }

  private static TableKey row(long id) {
    return new TableKey("orders", RowKey.of(String.valueOf(id)));
  }
}
