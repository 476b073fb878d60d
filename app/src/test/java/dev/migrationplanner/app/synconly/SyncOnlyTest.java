package dev.migrationplanner.app.synconly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.Serving;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Command.Kind;
import dev.migrationplanner.run.Control.Answer;
import dev.migrationplanner.run.Migration;
import dev.migrationplanner.run.Status;
import dev.migrationplanner.shop.Counts;
import dev.migrationplanner.shop.Traffic;
import dev.migrationplanner.shop.TrafficOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pattern sync-only from end to end: an application that knows of nothing, fenced by the statements
 * that the plan prints. Guarantees 1, 2 and 7: nothing is lost on the way there, back out of phase
 * 5, and there again; authority does not move while anybody can still write the side that loses it.
 */
class SyncOnlyTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(120);
  private static final Duration REST_MAX = Duration.ofSeconds(20);
  private static final TrafficOptions TRAFFIC = new TrafficOptions(80, 40, 4, 2, 20_261_123);
  private static final int WRITES = 300;

  @TempDir private Path folder;

  private Ground ground;
  private Plan plan;
  private Migration migration;
  private int restores;
  private Traffic traffic;
  private MovingShop till;

  @Test
  @Timeout(420)
  void guarantee_2_an_application_without_the_library_moves_back_and_over_again_and_loses_nothing()
      throws Exception {
    try (Ground opened = new Ground(folder)) {
      ground = opened;
      plan = ground.plan();
      MigrationFile file = MigrationFile.read(ground.file());
      try (DatabasePair databases = DatabasePair.open(file);
          Serving serving =
              Serving.begin(
                  SetupReader.of(plan, PlanFile.facts(folder.resolve("plan")), databases),
                  databases,
                  folder.resolve("state"),
                  0,
                  4)) {
        migration = serving.migration();
        till = new MovingShop(ground.source(), ground.target());
        try (Traffic running = ground.shop().traffic(till, TRAFFIC)) {
          traffic = running;
          traffic.start();
          travel();
        }
      }
      assertThat(ground.run("report"))
          .as("with no control plane running")
          .contains(
              "(Decommission), completed", "| 0 | rehearsal | pass |", "| 5 | restore | pass |")
          .contains("rolled back out of phase 5")
          .contains(
              "| 2 | one-authority | pass |", "authority to SOURCE", "| 6 | final-verification");
    }
  }

  private void travel() throws Exception {
    taken(new Command(Kind.DECIDE, -1, "rehearsal", "waive", "test", "this is one"));
    writes(WRITES);
    moveToTarget();
    judge("after the flip");
    moveBack();
    judge("after the rollback");
    moveToTarget();
    judge("after the second flip");
    finish();
  }

  /** Gates carry it through the backfill, and no further: nothing enters phase 5 by itself. */
  private void moveToTarget() throws Exception {
    until("the tables are equal", s -> s.phase() == 2 && shutAlone(s, "one-authority", "restore"));
    Answer refused = command(Kind.ADVANCE);
    assertThat(refused.taken()).isFalse();
    assertThat(
            refused.message().contains("restore: no restore of the target's backup is on record"))
        .isEqualTo(restores == 0);
    restored();
    assertThat(refused.message())
        .contains("one-authority", Ground.APPLICATION + "@% may write")
        .contains("ALTER USER '" + Ground.APPLICATION + "'@'%' ACCOUNT LOCK");
    List<String> fence = commands("5.1");
    assertThat(fence).contains("KILL USER '" + Ground.APPLICATION + "'");
    ground.sourceDba().run(fence);
    until("the gate sees that nobody is left", SyncOnlyTest::open);
    taken(new Command(Kind.ADVANCE, -1, "", "", "test", "fenced"));
    until("the target rules", s -> s.phase() == 5 && s.authority() == Side.TARGET);
    ground.targetDba().run(commands("5.3"));
    till.moveTo(Side.TARGET);
    writes(WRITES);
    until("the restore is out of date", s -> s.phase() == 5 && shutAlone(s, "restore"));
    restored();
    until("the gates of phase 5 are open", s -> s.phase() == 5 && open(s));
  }

  private void restored() {
    restores++;
    taken(new Command(Kind.DECIDE, -1, "restore", "proved", "dba", "last night's, counted"));
  }

  private void moveBack() throws Exception {
    Answer refused = command(Kind.ROLLBACK);
    assertThat(refused.taken()).isFalse();
    assertThat(refused.message())
        .contains(Ground.APPLICATION + " may write")
        .contains("ALTER ROLE \"" + Ground.APPLICATION + "\" NOLOGIN");
    List<String> back = phase(5).rollback().steps();
    int command = back.indexOf("migration-planner rollback");
    int onSource = back.indexOf("-- on the source:");
    ground.targetDba().run(back.subList(1, command));
    until("its sessions have ended", s -> command(Kind.ROLLBACK).taken() || s.phase() == 2);
    until("the source rules again", s -> s.phase() == 2 && s.authority() == Side.SOURCE);
    ground.sourceDba().run(back.subList(onSource + 1, back.size()));
    till.moveTo(Side.SOURCE);
    writes(WRITES);
  }

  private void finish() throws Exception {
    taken(new Command(Kind.ADVANCE, -1, "", "", "test", "for good"));
    until("all is compared", s -> s.phase() == 6 && !s.comparisons().isEmpty());
    until("nothing is left to do", s -> s.activity() == Status.Activity.WAITING);
    for (String person : List.of("ada", "grace")) {
      taken(new Command(Kind.APPROVE, -1, "decommission", "", person, "clean"));
    }
    until("it is approved", SyncOnlyTest::open);
    traffic.stop();
    judge();
    taken(new Command(Kind.ADVANCE, -1, "", "", "test", "approved"));
    until("it is over", s -> s.activity() == Status.Activity.COMPLETED);
  }

  private void judge(String when) throws Exception {
    traffic.pause(REST_MAX);
    judge();
    System.out.println(when + ": " + traffic.counts());
    traffic.resume();
  }

  private void judge() throws Exception {
    assertThat(migration.awaitEqual(WAIT_MAX)).isTrue();
    Judgement judgement = ground.judge();
    assertThat(judgement.samples()).isEmpty();
    assertThat(judgement.clean()).as("%s", judgement).isTrue();
  }

  private void writes(int more) throws InterruptedException {
    Counts before = traffic.counts();
    until(
        more + " writes are acknowledged",
        s -> traffic.counts().since(before).acknowledgedWrites() >= more);
  }

  private List<String> commands(String step) {
    return phase(5).steps().stream()
        .filter(s -> s.id().equals(step))
        .findFirst()
        .orElseThrow()
        .commands();
  }

  private Plan.Phase phase(int number) {
    return plan.phases().stream().filter(p -> p.number() == number).findFirst().orElseThrow();
  }

  private Answer command(Kind kind) {
    return migration.command(new Command(kind, -1, "", "", "test", "it is time"));
  }

  private void taken(Command command) {
    Answer answer = migration.command(command);
    assertThat(answer.taken()).as("%s: %s", command, answer.message()).isTrue();
  }

  private static boolean open(Status status) {
    return status.activity() == Status.Activity.WAITING
        && !status.gates().isEmpty()
        && status.gates().stream().allMatch(g -> g.verdict().equals("PASS"));
  }

  /** These gates, if any, and no others; the last of them certainly. */
  private static boolean shutAlone(Status status, String... gates) {
    List<String> shut =
        status.gates().stream()
            .filter(g -> !g.verdict().equals("PASS"))
            .map(Status.GateState::gate)
            .toList();
    return List.of(gates).containsAll(shut) && shut.contains(gates[0]);
  }

  private Status until(String what, Predicate<Status> isSo) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    Status status = migration.status();
    while (System.nanoTime() < deadline) {
      if (isSo.test(status)) {
        return status;
      }
      assertThat(status.activity()).as(status.message()).isNotEqualTo(Status.Activity.STOPPED);
      Thread.sleep(50);
      status = migration.status();
    }
    throw new AssertionError("waited " + WAIT_MAX + " until " + what + "; " + status);
  }
}
