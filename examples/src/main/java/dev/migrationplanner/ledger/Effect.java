package dev.migrationplanner.ledger;

/** What a write leaves behind: a row as it must be now, or a key that must be absent. */
public sealed interface Effect {

  Key key();

  /** The row must be there with these values. */
  record Put(Row row) implements Effect {
    @Override
    public Key key() {
      return row.key();
    }
  }

  /** No row may have this key. */
  record Removed(Key key) implements Effect {}
}
