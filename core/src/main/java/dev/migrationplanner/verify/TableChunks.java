package dev.migrationplanner.verify;

import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.ChunkStore.KnownChunk;
import dev.migrationplanner.verify.ChunkStore.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The known chunks of one table, by the key that they begin after. Where both engines order keys
 * alike a key touches the one chunk that it lies in; else it touches all there are. Not
 * thread-safe.
 */
final class TableChunks {

  private final @Nullable KeyOrder order;
  private final TreeMap<Optional<RowKey>, KnownChunk> chunks;
  private final Set<Watch> watches = new HashSet<>();

  /**
   * The keys of the last transaction that touched any: it may not have committed yet, so whoever
   * begins to watch now may not see its rows.
   */
  private Collection<RowKey> latest = List.of();

  private boolean latestAll;

  TableChunks(MappedTable table) {
    this.order = KeyOrder.of(table).orElse(null);
    this.chunks = new TreeMap<>(starts(order));
  }

  private static Comparator<Optional<RowKey>> starts(@Nullable KeyOrder order) {
    Comparator<RowKey> keys = order == null ? Comparator.comparing(RowKey::encode) : order;
    return (one, two) ->
        one.isEmpty() || two.isEmpty()
            ? Boolean.compare(one.isPresent(), two.isPresent())
            : keys.compare(one.get(), two.get());
  }

  List<KnownChunk> all() {
    return List.copyOf(chunks.values());
  }

  void put(KnownChunk chunk) {
    chunks.put(Optional.ofNullable(chunk.range().after()), chunk);
  }

  void clear() {
    chunks.clear();
  }

  Watch watch() {
    var watch = new Watch();
    watch.see(latest);
    if (latestAll) {
      watch.seeAll();
    }
    watches.add(watch);
    return watch;
  }

  void unwatch(Watch watch) {
    watches.remove(watch);
  }

  /** As it is to be saved, given what was touched while it was compared. */
  KnownChunk judged(KnownChunk chunk, Watch since) {
    return since.saw(key -> lies(key, chunk.range())) ? chunk.touched() : chunk;
  }

  /** Chunks that need another look now and did not before. */
  List<KnownChunk> touch(Collection<RowKey> keys) {
    latest = keys;
    latestAll = false;
    watches.forEach(watch -> watch.see(keys));
    if (keys.isEmpty() || chunks.values().stream().allMatch(KnownChunk::due)) {
      return List.of();
    }
    return order == null ? touchEvery() : touchThose(keys);
  }

  /** The same for all of them: nobody knows the keys. */
  List<KnownChunk> touchAll() {
    latest = List.of();
    latestAll = true;
    watches.forEach(Watch::seeAll);
    return touchEvery();
  }

  private List<KnownChunk> touchEvery() {
    var touched = new ArrayList<KnownChunk>();
    chunks.values().stream().filter(c -> !c.due()).forEach(c -> touched.add(c.touched()));
    touched.forEach(this::put);
    return touched;
  }

  private List<KnownChunk> touchThose(Collection<RowKey> keys) {
    var touched = new ArrayList<KnownChunk>();
    for (RowKey key : keys) {
      Map.Entry<?, KnownChunk> before = chunks.lowerEntry(Optional.of(key));
      if (before != null && !before.getValue().due() && lies(key, before.getValue().range())) {
        KnownChunk chunk = before.getValue().touched();
        put(chunk);
        touched.add(chunk);
      }
    }
    return touched;
  }

  private boolean lies(RowKey key, KeyRange range) {
    if (order == null) {
      return true;
    }
    RowKey after = range.after();
    RowKey upTo = range.upTo();
    return (after == null || order.compare(after, key) < 0)
        && (upTo == null || order.compare(key, upTo) <= 0);
  }
}
