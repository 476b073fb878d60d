package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.Visibility;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of MySQL's transaction ids, {@code uuid:1-5:7, uuid:tag:1-3}; tags of 8.3 and later
 * included.
 */
final class GtidSet implements Visibility {

  /** By {@code uuid} or {@code uuid:tag}: first number of an interval to its last. */
  private final Map<String, TreeMap<Long, Long>> intervals = new TreeMap<>();

  /** Reads what {@code gtid_executed} says. */
  static GtidSet parse(String text) {
    var set = new GtidSet();
    for (String part : text.replaceAll("\\s", "").toLowerCase(Locale.ROOT).split(",")) {
      if (!part.isEmpty()) {
        set.addPart(part.split(":"));
      }
    }
    return set;
  }

  private void addPart(String[] terms) {
    String source = terms[0];
    for (int i = 1; i < terms.length; i++) {
      if (Character.isDigit(terms[i].charAt(0))) {
        String[] ends = terms[i].split("-");
        long first = Long.parseLong(ends[0]);
        add(source, first, ends.length > 1 ? Long.parseLong(ends[1]) : first);
      } else {
        source = terms[0] + ":" + terms[i];
      }
    }
  }

  /** Adds {@code uuid:number} or {@code uuid:tag:number}. */
  void add(String gtid) {
    int colon = gtid.lastIndexOf(':');
    long number = Long.parseLong(gtid.substring(colon + 1));
    add(gtid.substring(0, colon).toLowerCase(Locale.ROOT), number, number);
  }

  private void add(String source, long first, long last) {
    TreeMap<Long, Long> known = intervals.computeIfAbsent(source, s -> new TreeMap<>());
    long from = first;
    long to = last;
    Map.Entry<Long, Long> touching = known.floorEntry(last == Long.MAX_VALUE ? last : last + 1);
    while (touching != null && touching.getValue() >= first - 1) {
      from = Math.min(from, touching.getKey());
      to = Math.max(to, touching.getValue());
      known.remove(touching.getKey());
      touching = known.floorEntry(last + 1);
    }
    known.put(from, to);
  }

  boolean contains(String gtid) {
    int colon = gtid.lastIndexOf(':');
    TreeMap<Long, Long> known = intervals.get(gtid.substring(0, colon).toLowerCase(Locale.ROOT));
    long number = Long.parseLong(gtid.substring(colon + 1));
    Map.Entry<Long, Long> below = known == null ? null : known.floorEntry(number);
    return below != null && below.getValue() >= number;
  }

  @Override
  public boolean covers(ChangeTag transaction) {
    return contains(transaction.text());
  }

  /** {@code uuid:1-5:7,uuid:tag:1-3}. */
  @Override
  public String text() {
    var text = new StringBuilder();
    intervals.forEach(
        (source, known) -> {
          text.append(text.isEmpty() ? "" : ",").append(source);
          known.forEach(
              (first, last) ->
                  text.append(':').append(first).append(first.equals(last) ? "" : "-" + last));
        });
    return text.toString();
  }
}
