package dev.migrationplanner.plan;

import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tables whose foreign keys lead back to themselves: the strongly connected components of the graph
 * of references (Kosaraju, with stacks of our own so that a long chain of tables cannot overflow
 * one).
 */
final class Circles {

  private final Map<String, TreeSet<String>> references = new TreeMap<>();
  private final Map<String, TreeSet<String>> referencedBy = new TreeMap<>();

  private Circles(Schema schema) {
    for (Table table : schema.tables()) {
      references.put(table.name(), new TreeSet<>());
      referencedBy.putIfAbsent(table.name(), new TreeSet<>());
    }
    for (Table table : schema.tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        if (references.containsKey(key.referencedTable())) {
          links(references, table.name()).add(key.referencedTable());
          links(referencedBy, key.referencedTable()).add(table.name());
        }
      }
    }
  }

  /** Each circle's tables, by name; a table that references itself is one. */
  static List<List<String>> of(Schema schema) {
    return new Circles(schema).components();
  }

  private List<List<String>> components() {
    List<String> order = finished();
    var seen = new TreeSet<String>();
    var circles = new ArrayList<List<String>>();
    for (int i = order.size() - 1; i >= 0; i--) {
      TreeSet<String> component = reachable(order.get(i), seen);
      boolean itself = component.stream().anyMatch(t -> links(references, t).contains(t));
      if (component.size() > 1 || itself) {
        circles.add(List.copyOf(component));
      }
    }
    circles.sort((a, b) -> a.get(0).compareTo(b.get(0)));
    return circles;
  }

  /** All tables in the order in which a depth-first walk leaves them. */
  private List<String> finished() {
    var order = new ArrayList<String>();
    var state = new HashMap<String, Deque<String>>();
    for (String start : references.keySet()) {
      var path = new ArrayDeque<String>();
      enter(start, path, state);
      while (!path.isEmpty()) {
        String next = waiting(state, path.getFirst()).poll();
        if (next == null) {
          order.add(path.pop());
        } else {
          enter(next, path, state);
        }
      }
    }
    return order;
  }

  private static TreeSet<String> links(Map<String, TreeSet<String>> links, String table) {
    return links.computeIfAbsent(table, t -> new TreeSet<>());
  }

  private static Deque<String> waiting(Map<String, Deque<String>> state, String table) {
    return state.computeIfAbsent(table, t -> new ArrayDeque<>());
  }

  private void enter(String table, Deque<String> path, Map<String, Deque<String>> state) {
    if (state.putIfAbsent(table, new ArrayDeque<>(links(references, table))) == null) {
      path.push(table);
    }
  }

  private TreeSet<String> reachable(String start, TreeSet<String> seen) {
    var component = new TreeSet<String>();
    var waiting = new ArrayDeque<String>(List.of(start));
    while (!waiting.isEmpty()) {
      String table = waiting.pop();
      if (seen.add(table)) {
        component.add(table);
        waiting.addAll(links(referencedBy, table));
      }
    }
    return component;
  }
}
