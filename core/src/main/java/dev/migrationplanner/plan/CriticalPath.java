package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Step;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * The steps that nothing can be done beside: the longest chain of steps that wait for each other,
 * by what they take every other time. Steps stand in an order in which each waits for earlier ones
 * only.
 *
 * @param steps their ids
 * @param total how long they take together, people's work and waiting included
 */
public record CriticalPath(List<String> steps, Estimate total) {

  public CriticalPath {
    steps = List.copyOf(steps);
  }

  static CriticalPath of(List<Step> steps) {
    var ends = new HashMap<String, Long>();
    var before = new HashMap<String, String>();
    var byId = new HashMap<String, Step>();
    String last = "";
    for (Step step : steps) {
      byId.put(step.id(), step);
      String longest = longest(step.after(), ends);
      before.put(step.id(), longest);
      ends.put(step.id(), end(ends, longest) + Math.max(0, step.estimate().p50Seconds()));
      last = end(ends, step.id()) >= end(ends, last) ? step.id() : last;
    }
    var path = new LinkedList<String>();
    for (String id = last; !id.isEmpty(); id = before.getOrDefault(id, "")) {
      path.addFirst(id);
    }
    return new CriticalPath(path, total(path, byId));
  }

  private static long end(Map<String, Long> ends, String id) {
    return ends.getOrDefault(id, 0L);
  }

  /** The one of them that ends last; "" if there is none. */
  private static String longest(List<String> ids, Map<String, Long> ends) {
    String found = "";
    for (String id : ids) {
      if (ends.containsKey(id) && (found.isEmpty() || end(ends, id) > end(ends, found))) {
        found = id;
      }
    }
    return found;
  }

  private static Estimate total(List<String> path, Map<String, Step> byId) {
    Estimate sum = Estimate.of(0, 0, 0, "");
    for (String id : path) {
      Step step = byId.get(id);
      sum = step == null ? sum : sum.plus(step.estimate(), "");
    }
    return sum.known()
        ? Estimate.of(
            sum.p10Seconds(),
            sum.p50Seconds(),
            sum.p90Seconds(),
            "the longest chain of steps, added as if all were quick, usual or slow together")
        : sum;
  }
}
