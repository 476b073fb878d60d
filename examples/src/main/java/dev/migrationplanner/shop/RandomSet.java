package dev.migrationplanner.shop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A set from which any element can be drawn at random; adding, removing and drawing take constant
 * time.
 */
final class RandomSet<T> {

  private final List<T> elements = new ArrayList<>();
  private final Map<T, Integer> places = new HashMap<>();

  synchronized void add(T element) {
    if (places.putIfAbsent(element, elements.size()) == null) {
      elements.add(element);
    }
  }

  synchronized void remove(T element) {
    Integer place = places.remove(element);
    if (place == null) {
      return;
    }
    T last = elements.remove(elements.size() - 1);
    if (place < elements.size()) {
      elements.set(place, last);
      places.put(last, place);
    }
  }

  /** Any element; the set must not be empty. */
  synchronized T any(RandomGenerator random) {
    return elements.get(random.nextInt(elements.size()));
  }

  synchronized int size() {
    return elements.size();
  }
}
