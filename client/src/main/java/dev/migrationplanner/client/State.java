package dev.migrationplanner.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the control plane says of a migration, as an application needs it: one immutable value, read
 * whole.
 *
 * @param epoch the authority's epoch; grows by one with each flip
 * @param authority follows from the Stage; one that contradicts it is refused
 * @param readShare in LIVE, how many of the 10,000 cohort slots read the target
 * @param shadowSample how many of 10,000 shadow reads to take
 * @param revision grows with every change of the above
 * @param hopsStarted hops whose snapshot is open or older
 * @param hopsFinished hops committed on the other side
 */
public record State(
    long epoch,
    Side authority,
    Stage stage,
    int readShare,
    int shadowSample,
    long revision,
    long hopsStarted,
    long hopsFinished) {

  /** The number of cohort slots, and of sampling steps. */
  public static final int SLOTS = 10_000;

  public State {
    Objects.requireNonNull(authority, "authority");
    Objects.requireNonNull(stage, "stage");
    check(epoch >= 0, "epoch", epoch, "must not be negative");
    check(stage.authority() == authority, "authority", authority, "contradicts stage " + stage);
    check(readShare >= 0 && readShare <= SLOTS, "readShare", readShare, "must be 0..10000");
    check(
        shadowSample >= 0 && shadowSample <= SLOTS,
        "shadowSample",
        shadowSample,
        "must be 0..10000");
    check(revision >= 0, "revision", revision, "must not be negative");
    check(hopsFinished >= 0, "hopsFinished", hopsFinished, "must not be negative");
    check(
        hopsStarted >= hopsFinished,
        "hopsStarted",
        hopsStarted,
        "is below hopsFinished " + hopsFinished);
  }

  /**
   * Reads the protocol's lines; unknown keys are ignored.
   *
   * @throws IllegalArgumentException naming the line that is missing or cannot stand
   */
  public static State parse(String lines) {
    return of(Lines.parseMap(lines));
  }

  static State of(Map<String, String> values) {
    return new State(
        number(values, "epoch"),
        constant(Side.class, values, "authority"),
        constant(Stage.class, values, "stage"),
        Math.toIntExact(number(values, "readShare")),
        Math.toIntExact(number(values, "shadowSample")),
        number(values, "revision"),
        number(values, "hopsStarted"),
        number(values, "hopsFinished"));
  }

  /** The protocol's lines for this migration's name. */
  public String print(String migration) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("migration", migration);
    values.putAll(values());
    return Lines.print(values);
  }

  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("epoch", Long.toString(epoch));
    values.put("authority", authority.name());
    values.put("stage", stage.name());
    values.put("readShare", Integer.toString(readShare));
    values.put("shadowSample", Integer.toString(shadowSample));
    values.put("revision", Long.toString(revision));
    values.put("hopsStarted", Long.toString(hopsStarted));
    values.put("hopsFinished", Long.toString(hopsFinished));
    return values;
  }

  public State withHops(long started, long finished) {
    return new State(epoch, authority, stage, readShare, shadowSample, revision, started, finished);
  }

  /** This state as a row of a higher epoch changes it: all that the row does not say stays. */
  State movedTo(EpochRow row) {
    return new State(
        row.epoch(),
        row.authority(),
        row.stage(),
        row.readShare(),
        shadowSample,
        revision,
        hopsStarted,
        hopsFinished);
  }

  /** What a row alone tells: no shadow reads until the control plane asks for them. */
  static State unknownAt(EpochRow row) {
    return new State(row.epoch(), row.authority(), row.stage(), row.readShare(), 0, 0, 0, 0);
  }

  private static long number(Map<String, String> values, String key) {
    String text = text(values, key);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("State line " + key + " is no whole number.", notANumber);
    }
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, Map<String, String> values, String key) {
    try {
      return Enum.valueOf(type, text(values, key));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "State line " + key + " is missing or names no " + type.getSimpleName() + ".", unknown);
    }
  }

  private static String text(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("State line " + key + " is missing.");
    }
    return value;
  }

  private static void check(boolean holds, String name, Object value, String why) {
    if (!holds) {
      throw new IllegalArgumentException("State " + name + " " + value + " " + why + ".");
    }
  }
}
