package dev.migrationplanner.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What happened in one instance of the application since its last report: deltas, never totals.
 *
 * @param instance one per start of the library
 * @param sequence grows by one a report; a repeated one is ignored by the receiver
 * @param oldLatency reads answered by the source
 * @param newLatency reads answered by the target
 * @param shadowLatency shadow reads of the target
 * @param shadows shadow reads by table
 * @param keys rows that need another look; {@link Count#KEYS_DROPPED} counts those that found no
 *     room
 */
public record Report(
    UUID instance,
    long sequence,
    Map<Count, Long> counts,
    Latency oldLatency,
    Latency newLatency,
    Latency shadowLatency,
    Map<String, ShadowCount> shadows,
    List<ReportedKey> keys) {

  private static final String OLD_LATENCY = "latency.old";
  private static final String NEW_LATENCY = "latency.new";
  private static final String SHADOW_LATENCY = "latency.shadow";
  private static final String SHADOW = "shadow.";
  private static final String KEY = "key";
  private static final Latency NONE =
      new Latency(Collections.nCopies(Latency.CUTS_MILLIS.size() + 1, 0L));

  /** Shadow reads of one table, and how many of them differed. */
  public record ShadowCount(long reads, long mismatches) {
    static ShadowCount parse(String text) {
      String[] numbers = text.split(",", -1);
      if (numbers.length != 2) {
        throw new IllegalArgumentException("A shadow line reads shadow.<table>=reads,mismatches.");
      }
      return new ShadowCount(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
  }

  public Report {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(oldLatency, "oldLatency");
    Objects.requireNonNull(newLatency, "newLatency");
    Objects.requireNonNull(shadowLatency, "shadowLatency");
    counts = Map.copyOf(counts);
    shadows = Map.copyOf(shadows);
    keys = List.copyOf(keys);
  }

  public long count(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  /** The protocol's lines. */
  public String print() {
    StringBuilder text = new StringBuilder();
    line(text, "instance", instance.toString());
    line(text, "sequence", Long.toString(sequence));
    for (Count count : Count.values()) {
      line(text, count.word(), Long.toString(count(count)));
    }
    line(text, OLD_LATENCY, oldLatency.print());
    line(text, NEW_LATENCY, newLatency.print());
    line(text, SHADOW_LATENCY, shadowLatency.print());
    new TreeMap<>(shadows)
        .forEach(
            (table, shadow) ->
                line(
                    text,
                    SHADOW + Lines.encoded(table),
                    shadow.reads() + "," + shadow.mismatches()));
    keys.forEach(key -> line(text, KEY, key.print()));
    return text.toString();
  }

  /**
   * Reads the protocol's lines; unknown keys are ignored.
   *
   * @throws IllegalArgumentException where a line cannot be read or instance or sequence is missing
   */
  public static Report parse(String text) {
    Map<String, String> values = new TreeMap<>();
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    Map<String, ShadowCount> shadows = new TreeMap<>();
    List<ReportedKey> keys = new ArrayList<>();
    for (Lines.Line line : Lines.parse(text)) {
      if (line.key().equals(KEY)) {
        keys.add(ReportedKey.parse(line.rawValue()));
      } else if (line.key().startsWith(SHADOW)) {
        shadows.put(
            Lines.decoded(line.key().substring(SHADOW.length())), ShadowCount.parse(line.value()));
      } else {
        Count.of(line.key()).ifPresent(count -> counts.put(count, Long.parseLong(line.value())));
        values.put(line.key(), line.value());
      }
    }
    return new Report(
        UUID.fromString(required(values, "instance")),
        Long.parseLong(required(values, "sequence")),
        counts,
        latency(values, OLD_LATENCY),
        latency(values, NEW_LATENCY),
        latency(values, SHADOW_LATENCY),
        shadows,
        keys);
  }

  private static Latency latency(Map<String, String> values, String key) {
    String text = values.get(key);
    return text == null ? NONE : Latency.parse(text);
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("Report line " + key + " is missing.");
    }
    return value;
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append('=').append(value).append('\n');
  }
}
