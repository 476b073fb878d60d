package dev.migrationplanner.shop;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the traffic did up to one moment. The difference of two is what it did between them.
 *
 * @param acknowledged writes of each kind whose commit was acknowledged
 * @param failed writes that certainly did not happen
 * @param unknown writes whose outcome the shop was not told
 * @param reads answered reads
 * @param readErrors reads that failed
 * @param shed writes and reads that were due so long ago that they were left out
 */
public record Counts(
    Map<Kind, Long> acknowledged,
    long failed,
    long unknown,
    long reads,
    long readErrors,
    long shed) {

  public Counts {
    acknowledged = Map.copyOf(acknowledged);
  }

  /** What happened since an earlier moment. */
  public Counts since(Counts mark) {
    Map<Kind, Long> difference = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      difference.put(kind, acknowledged(kind) - mark.acknowledged(kind));
    }
    return new Counts(
        difference,
        failed - mark.failed,
        unknown - mark.unknown,
        reads - mark.reads,
        readErrors - mark.readErrors,
        shed - mark.shed);
  }

  public long acknowledged(Kind kind) {
    return acknowledged.getOrDefault(kind, 0L);
  }

  /** Acknowledged writes of all kinds. */
  public long acknowledgedWrites() {
    return acknowledged.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether at least one write of every kind was acknowledged. */
  public boolean everyKind() {
    for (Kind kind : Kind.values()) {
      if (acknowledged(kind) == 0) {
        return false;
      }
    }
    return true;
  }
}
