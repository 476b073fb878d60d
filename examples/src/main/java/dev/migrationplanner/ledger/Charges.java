package dev.migrationplanner.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is wrong so far: each thing once per fault, whichever sides show it, and some samples with
 * their side.
 */
final class Charges {

  private final Map<Fault, Set<String>> things = new EnumMap<>(Fault.class);
  private final Map<Fault, List<Sample>> samples = new EnumMap<>(Fault.class);

  Charges() {
    for (Fault fault : Fault.values()) {
      things.put(fault, new HashSet<>());
      samples.put(fault, new ArrayList<>());
    }
  }

  /** Accuses one thing on one side; details are for the sample only. */
  void add(Fault fault, String side, String thing, String details) {
    of(things, fault).add(thing);
    List<Sample> some = of(samples, fault);
    if (some.size() < Judge.SAMPLES_MAX) {
      some.add(new Sample(fault, side, thing + (details.isEmpty() ? "" : " " + details)));
    }
  }

  long count(Fault fault) {
    return of(things, fault).size();
  }

  List<Sample> samples() {
    return samples.values().stream().flatMap(List::stream).toList();
  }

  private static <T> T of(Map<Fault, T> map, Fault fault) {
    return Objects.requireNonNull(map.get(fault));
  }
}
