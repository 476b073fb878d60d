package dev.migrationplanner.verify;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.BothSides.Answers;
import dev.migrationplanner.verify.Difference.Kind;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at single rows on both sides. */
final class Recheck {

  private Recheck() {}

  /** Which of these keys differ in this view, and how. */
  static Map<RowKey, Kind> of(View view, MappedTable table, Collection<RowKey> keys)
      throws SQLException, InterruptedException {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return differing(
        BothSides.ask(
            view, table, (r, t) -> r.digests().rowHashes(r.connection(), t, Set.copyOf(keys))));
  }

  /** What two sets of row hashes do not have in common, in the order of the keys' texts. */
  static Map<RowKey, Kind> differing(Answers<Map<RowKey, String>> hashes) {
    var ordered = new TreeSet<RowKey>(java.util.Comparator.comparing(RowKey::encode));
    hashes.source().forEach((k, h) -> addUnless(h.equals(hashes.target().get(k)), k, ordered));
    hashes.target().forEach((k, h) -> addUnless(hashes.source().containsKey(k), k, ordered));
    var kinds = new LinkedHashMap<RowKey, Kind>();
    ordered.forEach(k -> kinds.put(k, kind(hashes, k)));
    return kinds;
  }

  /** The difference of one row, with its columns. */
  static Difference describe(View view, MappedTable table, RowKey key, Kind kind)
      throws SQLException, InterruptedException {
    if (kind != Kind.MISMATCHING) {
      return new Difference(key, kind, List.of());
    }
    Answers<List<String>> hashes =
        BothSides.ask(view, table, (r, t) -> r.digests().columnHashes(r.connection(), t, key));
    return new Difference(key, kind, columns(table, hashes));
  }

  private static List<String> columns(MappedTable table, Answers<List<String>> hashes) {
    List<String> names = table.source().columnNames();
    var differing = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      boolean both = i < hashes.source().size() && i < hashes.target().size();
      if (!both || !hashes.source().get(i).equals(hashes.target().get(i))) {
        differing.add(names.get(i));
      }
    }
    return differing;
  }

  private static void addUnless(boolean same, RowKey key, Set<RowKey> keys) {
    if (!same) {
      keys.add(key);
    }
  }

  private static Kind kind(Answers<Map<RowKey, String>> hashes, RowKey key) {
    if (!hashes.target().containsKey(key)) {
      return Kind.MISSING;
    }
    return hashes.source().containsKey(key) ? Kind.MISMATCHING : Kind.EXTRANEOUS;
  }
}
