package dev.migrationplanner.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How long each phase has taken, out of the transitions on record. Pure. */
final class PhaseTimes {

  /** What a transition is called that says that every gate of a phase is open. */
  static final String GATES_OPEN = "gates open";

  /** What a transition is called that ends the migration. */
  static final String COMPLETED = "completed";

  private PhaseTimes() {}

  /** One transition. */
  record Moment(Instant at, Phase phase, String what) {}

  /** One stay in a phase; {@code open} is when its gates were open first. */
  private record Stay(Phase phase, Instant begin, Instant open, Instant end) {}

  static List<Status.PhaseTime> of(List<Moment> moments, Instant now) {
    var seconds = new TreeMap<Integer, Long>();
    var ofTool = new TreeMap<Integer, Long>();
    for (Stay stay : stays(moments, now)) {
      int phase = stay.phase().number();
      seconds.merge(phase, between(stay.begin(), stay.end()), Long::sum);
      ofTool.merge(phase, between(stay.begin(), stay.open()), Long::sum);
    }
    return seconds.entrySet().stream()
        .map(
            e ->
                new Status.PhaseTime(e.getKey(), e.getValue(), ofTool.getOrDefault(e.getKey(), 0L)))
        .toList();
  }

  private static List<Stay> stays(List<Moment> moments, Instant now) {
    var stays = new ArrayList<Stay>();
    for (int i = 0; i < moments.size(); ) {
      int next = i;
      Instant open = Instant.MAX;
      Instant end = now;
      while (next < moments.size() && moments.get(next).phase() == moments.get(i).phase()) {
        Moment m = moments.get(next++);
        boolean over = m.what().equals(COMPLETED);
        open = over || m.what().equals(GATES_OPEN) ? earlier(open, m.at()) : open;
        end = over ? earlier(end, m.at()) : end;
      }
      end = next < moments.size() ? moments.get(next).at() : end;
      stays.add(new Stay(moments.get(i).phase(), moments.get(i).at(), earlier(open, end), end));
      i = next;
    }
    return stays;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static long between(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }
}
