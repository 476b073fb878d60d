package dev.migrationplanner.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys written here that the other side may not have yet: they are read from the authority, and no
 * shadow read of them counts. Routing keys and row keys stand side by side. Bounded: when it is
 * full, everything counts as just written until the writes that found no room have reached the
 * other side.
 */
final class RecentWrites implements Hops.Listener {
  private static final Object EVERYTHING = new Object();

  /** One key: how many writes are under way, and what the last committed one waits for. */
  private record Entry(int underWay, Hops.@Nullable Release release) {}

  /** Writes of one transaction, noted before it commits. */
  final class Mark {
    private final Collection<Object> keys;

    private Mark(Collection<Object> keys) {
      this.keys = keys;
    }

    /** The transaction committed, or may have. */
    void written() {
      Hops.Release release = hops.fromNow();
      keys.forEach(
          key ->
              entries.computeIfPresent(
                  key, (same, entry) -> new Entry(entry.underWay - 1, release)));
    }

    /** The transaction changed nothing. */
    void undone() {
      keys.forEach(key -> entries.computeIfPresent(key, (same, entry) -> withoutOne(entry)));
    }
  }

  private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
  private final Hops hops;
  private final int keysMax;

  RecentWrites(Hops hops, int keysMax) {
    this.hops = hops;
    this.keysMax = keysMax;
    hops.listen(this);
  }

  Mark begin(Collection<?> written) {
    Collection<Object> keys =
        entries.size() + written.size() <= keysMax ? List.copyOf(written) : List.of(EVERYTHING);
    keys.forEach(
        key ->
            entries.merge(
                key,
                new Entry(1, null),
                (entry, one) -> new Entry(entry.underWay + 1, entry.release)));
    return new Mark(keys);
  }

  boolean contains(Object key) {
    return !entries.isEmpty() && (entries.containsKey(key) || entries.containsKey(EVERYTHING));
  }

  @Override
  public void observe(Hops.Poll poll, boolean countersReset) {
    entries
        .keySet()
        .forEach(
            key ->
                entries.computeIfPresent(
                    key, (same, entry) -> observed(entry, poll, countersReset)));
  }

  private static @Nullable Entry observed(Entry entry, Hops.Poll poll, boolean countersReset) {
    if (entry.release == null) {
      return entry;
    }
    Hops.Release release = entry.release.observing(poll, countersReset);
    if (!release.isDue(poll)) {
      return new Entry(entry.underWay, release);
    }
    return entry.underWay == 0 ? null : new Entry(entry.underWay, null);
  }

  private static @Nullable Entry withoutOne(Entry entry) {
    return entry.underWay == 1 && entry.release == null
        ? null
        : new Entry(entry.underWay - 1, entry.release);
  }
}
