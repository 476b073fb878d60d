package dev.migrationplanner.app.demo;

import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.shop.Traffic;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Moments at which the truth can be looked at: the traffic rests, sync has nothing left to do, and
 * a judge holds both databases to the ledger with plain SQL.
 */
final class Barrier {
  private static final Duration REST_MAX = Duration.ofSeconds(40);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);

  private final Stand stand;
  private final Traffic traffic;
  private final Watch watch;
  private final Narrator narrator;
  private final List<Judgement> judgements = new ArrayList<>();

  Barrier(Stand stand, Traffic traffic, Watch watch, Narrator narrator) {
    this.stand = stand;
    this.traffic = traffic;
    this.watch = watch;
    this.narrator = narrator;
  }

  /** What is to be done while all rests. */
  interface Deed {
    void run() throws SQLException;
  }

  /** Judges both sides, which sync keeps equal in this phase. */
  Judgement both(String when, Deed before) throws InterruptedException, SQLException {
    traffic.pause(REST_MAX);
    drain();
    before.run();
    Judgement judgement;
    try (Connection source = stand.source().getConnection();
        Connection target = stand.target().getConnection()) {
      judgement = Judge.judge(stand.shop().ledger(), source, target);
    }
    return settle(when, "both sides", judgement);
  }

  /** Judges one side alone, where the other is not meant to be equal. */
  Judgement alone(String when, String side) throws InterruptedException, SQLException {
    traffic.pause(REST_MAX);
    Judgement judgement;
    try (Connection connection =
        (side.equals("source") ? stand.source() : stand.target()).getConnection()) {
      judgement = Judge.judgeAlone(stand.shop().ledger(), side, connection);
    }
    return settle(when, "the " + side, judgement);
  }

  List<Judgement> judgements() {
    return List.copyOf(judgements);
  }

  private Judgement settle(String when, String sides, Judgement judgement) {
    judgements.add(judgement);
    narrator.tell(
        String.format(
            Locale.ROOT,
            "  judged %s %s: %,d acknowledged writes, %d lost, %d duplicated, %d resurrected, %d"
                + " differences in %,d rows",
            sides,
            when,
            judgement.acknowledgedWrites(),
            judgement.lostWrites(),
            judgement.duplicatedWrites(),
            judgement.resurrectedRows(),
            judgement.differences(),
            judgement.comparedRows()));
    judgement.samples().stream().limit(5).forEach(sample -> narrator.tell("    " + sample));
    traffic.resume();
    return judgement;
  }

  private void drain() throws InterruptedException {
    watch.equal(DRAIN_MAX);
    watch.until(
        "sync has nothing left to do",
        DRAIN_MAX,
        status -> status.sync().state().equals("IN_SYNC") && status.sync().pendingKeys() == 0);
  }
}
