package dev.migrationplanner.sync;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.PendingTable.StoredKey;
import dev.migrationplanner.database.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * A row known to need another look, with one tag a side (rule 14).
 *
 * @param kind what the authority's log said last; null if the key came from elsewhere
 * @param authorityTag the authority's transaction that named it last; null if none did
 * @param otherTag the foreign transaction on the other side that named it last; null if none did
 */
record PendingKey(
    TableKey row,
    KeyChange.@Nullable Kind kind,
    @Nullable ChangeTag authorityTag,
    @Nullable ChangeTag otherTag) {

  static PendingKey doubted(TableKey row) {
    return new PendingKey(row, null, null, null);
  }

  static PendingKey of(StoredKey stored) {
    return new PendingKey(
        new TableKey(stored.table(), stored.key()),
        stored.kind().isEmpty() ? null : KeyChange.Kind.valueOf(stored.kind()),
        tag(stored.authorityTag()),
        tag(stored.otherTag()));
  }

  StoredKey stored() {
    return new StoredKey(
        row.table(),
        row.key(),
        kind == null ? "" : kind.name(),
        authorityTag == null ? null : authorityTag.text(),
        otherTag == null ? null : otherTag.text());
  }

  /** What is known from {@code later} wins; what it does not say stays. */
  PendingKey merge(PendingKey later) {
    return new PendingKey(
        row,
        later.authorityTag == null ? kind : later.kind,
        later.authorityTag == null ? authorityTag : later.authorityTag,
        later.otherTag == null ? otherTag : later.otherTag);
  }

  /**
   * Whether a row read in a snapshot with that visibility, and written after a moment of that
   * visibility on the other side, settles the key: every transaction that named it was visible
   * where it was read, and every foreign one visible before it was overwritten.
   */
  boolean settledBy(Visibility authority, @Nullable Visibility other) {
    return (authorityTag == null || authority.covers(authorityTag))
        && (otherTag == null || (other != null && other.covers(otherTag)));
  }

  /** Whether the log is sure of the row's fate in a snapshot with that visibility (rule 8). */
  boolean judgedBy(Visibility authority) {
    return kind != null && authorityTag != null && authority.covers(authorityTag);
  }

  private static @Nullable ChangeTag tag(@Nullable String text) {
    return text == null ? null : new ChangeTag(text);
  }
}
