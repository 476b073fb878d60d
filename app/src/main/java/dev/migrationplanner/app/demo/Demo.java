package dev.migrationplanner.app.demo;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.Serving;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.client.Limits;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.plan.Planner;
import dev.migrationplanner.run.Setup;
import dev.migrationplanner.shop.Gateway;
import dev.migrationplanner.shop.Sabotage;
import dev.migrationplanner.shop.Traffic;
import dev.migrationplanner.shop.TrafficOptions;
import dev.migrationplanner.survey.Survey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A whole migration in a few minutes, on this machine, with nothing to install. */
public final class Demo {
  private static final int WRITERS = 12;
  private static final int READERS = 8;

  /**
   * On a laptop that also runs two servers a secondary write may wait long; none is dropped for it.
   */
  private static final Limits.Secondary PATIENT =
      new Limits.Secondary(Limits.SecondaryMode.POOLED, 8, 16_000, Duration.ofSeconds(30));

  private final DemoOptions options;
  private final Path folder;
  private final Narrator narrator;

  /** A demo whose files go into this folder. */
  public Demo(DemoOptions options, Path folder, Narrator narrator) {
    this.options = options;
    this.folder = folder;
    this.narrator = narrator;
  }

  /** How it went, and where the servers and the page answer as long as somebody looks. */
  public record Shown(DemoResult result, URI page, int sourcePort, int targetPort) {}

  /**
   * Runs it all; a failure on the way is a result, too.
   *
   * @param audience is shown the result while all of it still stands
   */
  public DemoResult run(Consumer<Shown> audience)
      throws IOException, SQLException, InterruptedException {
    try (Stand stand = Stand.raise(folder, narrator)) {
      stand.fill(options.scale(), narrator);
      MigrationFile file = DemoFile.write(folder, stand);
      try (DatabasePair databases = DatabasePair.open(file)) {
        Setup setup = plan(file, databases);
        narrator.tell("shortened, for a demo: " + DemoFile.shortened());
        try (Serving serving = Serving.begin(setup, databases, folder.resolve("state"), 0, 0)) {
          narrator.tell("watch it at " + serving.uri());
          DemoResult result = withTraffic(stand, serving);
          audience.accept(new Shown(result, serving.uri(), stand.sourcePort(), stand.targetPort()));
          return result;
        }
      }
    }
  }

  /** The plan of this very migration, as {@code plan} writes it. */
  private Setup plan(MigrationFile file, DatabasePair databases)
      throws IOException, SQLException, InterruptedException {
    Facts facts = Survey.of(file, databases.source(), databases.target(), step -> {});
    Plan plan = Planner.plan(file, Decisions.NONE, facts);
    Path written = folder.resolve("plan");
    PlanFile.write(written, plan, facts);
    narrator.tell("planned: " + plan.state() + " (" + written.resolve("PLAN.md") + ")");
    return SetupReader.of(plan, facts, databases);
  }

  private DemoResult withTraffic(Stand stand, Serving serving)
      throws SQLException, InterruptedException {
    Options client =
        new Options(DemoFile.MIGRATION, serving.uri(), folder.resolve("application"))
            .withLimits(Limits.standard().with(PATIENT));
    try (Migration migration = Migration.open(client, stand.source(), stand.target());
        Traffic traffic = stand.shop().traffic(Gateway.through(migration), trafficOptions())) {
      traffic.start();
      return travel(stand, serving, traffic);
    }
  }

  private DemoResult travel(Stand stand, Serving serving, Traffic traffic)
      throws InterruptedException {
    long begunNanos = System.nanoTime();
    Watch watch = new Watch(serving.migration(), narrator);
    Barrier barrier = new Barrier(stand, traffic, watch, narrator);
    Journey journey = new Journey(options, watch, traffic, barrier, narrator);
    String failure = "";
    try {
      travel(stand, journey, barrier);
    } catch (DemoFailure | IllegalStateException | SQLException stuck) {
      failure = String.valueOf(stuck.getMessage());
      narrator.tell(failure);
    }
    return DemoResult.of(
        journey.logbook(),
        traffic.counts(),
        barrier.judgements(),
        Duration.ofNanos(narrator.nanos()),
        Duration.ofNanos(System.nanoTime() - begunNanos),
        configuration(),
        failure);
  }

  private void travel(Stand stand, Journey journey, Barrier barrier)
      throws SQLException, InterruptedException {
    journey.begin();
    journey.toTheTarget(options.rollbacks());
    barrier.both("before the point of no return", () -> sabotage(stand));
    journey.toTheEnd();
    barrier.alone("at the end", "target");
  }

  private void sabotage(Stand stand) throws SQLException {
    if (options.sabotage().isPresent()) {
      Sabotage sabotage = new Sabotage(stand.shop().ledger(), stand.source(), stand.target());
      narrator.tell("  sabotage: " + sabotage.plant(options.sabotage().get()));
    }
  }

  private TrafficOptions trafficOptions() {
    return new TrafficOptions(
        options.writesPerSecond(), options.readsPerSecond(0), WRITERS, READERS, options.seed());
  }

  private Map<String, Object> configuration() {
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("scale", options.scale());
    configuration.put("seed", options.seed());
    configuration.put("rollbacks", options.rollbacks());
    configuration.put("sabotage", options.sabotage().map(Sabotage.Wrong::name).orElse("none"));
    configuration.put("writesPerSecond", options.writesPerSecond());
    configuration.put("readsPerSecond", options.readsPerSecond());
    configuration.put("shortened", DemoFile.shortened());
    configuration.put("databases", List.of("MariaDB 11.4", "PostgreSQL 18"));
    return configuration;
  }
}
