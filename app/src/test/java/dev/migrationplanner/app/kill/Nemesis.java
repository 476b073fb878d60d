package dev.migrationplanner.app.kill;

import dev.migrationplanner.servers.EmbeddedServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Does one bad thing after another, drawn from a seed: the same seed does the same things in the
 * same order to the same wires and servers. Every kind comes once before any comes again.
 */
final class Nemesis implements AutoCloseable {
  private static final int HELD_MILLIS_MAX = 1_500;
  private static final int AIMED_MILLIS_MAX = 500;

  private final NemesisGround ground;
  private final Tool tool;
  private final Random random;
  private final int calmMillisMax;
  private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
  private final Semaphore aimed = new Semaphore(0);
  private final Thread thread = new Thread(this::loop, "nemesis");
  private volatile boolean stopped;
  private volatile String failure = "";

  /** What it does. */
  enum Fault {
    STALL,
    RESET,
    SLOW,
    SLICE,
    CUT_AFTER_COMMIT,
    KILL_TOOL,
    KILL_SOURCE,
    KILL_TARGET
  }

  private record Blow(Fault fault, int wire, int heldMillis, int calmMillis) {}

  /**
   * Not started yet.
   *
   * @param calmMillisMax between two blows, at most
   */
  Nemesis(NemesisGround ground, Tool tool, long seed, int calmMillisMax) {
    this.ground = ground;
    this.tool = tool;
    this.random = new Random(seed);
    this.calmMillisMax = calmMillisMax;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The next blow comes soon: something worth it is about to happen. */
  void aim() {
    aimed.release();
  }

  Map<Fault, Integer> fired() {
    return Map.copyOf(fired);
  }

  /** Whether it still can do anything. */
  void check() {
    if (!failure.isEmpty()) {
      throw new IllegalStateException("the nemesis failed: " + failure);
    }
  }

  private void loop() {
    try {
      while (!stopped) {
        for (Blow blow : deck()) {
          strike(blow);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = String.valueOf(e);
    }
  }

  private List<Blow> deck() {
    List<Blow> deck = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      deck.add(
          new Blow(
              fault,
              random.nextInt(4),
              200 + random.nextInt(HELD_MILLIS_MAX),
              calmMillisMax / 4 + random.nextInt(calmMillisMax)));
    }
    Collections.shuffle(deck, random);
    return deck;
  }

  private void strike(Blow blow) throws InterruptedException {
    if (aimed.tryAcquire(blow.calmMillis(), TimeUnit.MILLISECONDS)) {
      Thread.sleep(blow.calmMillis() % AIMED_MILLIS_MAX);
      aimed.drainPermits();
    }
    if (stopped) {
      return;
    }
    Wire wire = ground.wires().get(blow.wire());
    System.out.println("nemesis: " + blow);
    switch (blow.fault()) {
      case STALL -> hold(wire, Wire.Mode.STALL, blow.heldMillis());
      case SLOW -> hold(wire, Wire.Mode.SLOW, blow.heldMillis());
      case SLICE -> hold(wire, Wire.Mode.SLICE, blow.heldMillis());
      case CUT_AFTER_COMMIT -> hold(wire, Wire.Mode.CUT, blow.heldMillis() / 4);
      case RESET -> wire.reset();
      case KILL_TOOL -> tool.kill();
      case KILL_SOURCE -> kill(ground.source);
      case KILL_TARGET -> kill(ground.target);
    }
    fired.merge(blow.fault(), 1, Integer::sum);
  }

  private static void hold(Wire wire, Wire.Mode mode, int millis) throws InterruptedException {
    wire.mode(mode);
    try {
      Thread.sleep(millis);
    } finally {
      wire.mode(Wire.Mode.PASS);
    }
  }

  private static void kill(EmbeddedServer server) {
    server.kill();
    server.restart();
  }

  /** Nothing bad happens any more. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    aimed.release();
    thread.join(120_000);
    check();
  }
}
