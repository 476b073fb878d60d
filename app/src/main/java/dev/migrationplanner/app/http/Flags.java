package dev.migrationplanner.app.http;

import dev.migrationplanner.client.Cohort;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.client.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three flags of each migration: {@code <migration>.stage}, the Stage's name; {@code
 * <migration>.reads-new}, whether this targeting key reads the target; {@code
 * <migration>.writes-new}, whether the target is the authority for writes.
 */
final class Flags {
  private static final List<String> KINDS = List.of("stage", "reads-new", "writes-new");

  private final Migrations migrations;

  Flags(Migrations migrations) {
    this.migrations = migrations;
  }

  Evaluation evaluate(String key, String targetingKey) {
    return find(key)
        .map(flag -> evaluate(flag, targetingKey))
        .orElseGet(
            () ->
                Evaluation.failed(
                    404,
                    key,
                    "FLAG_NOT_FOUND",
                    "The flags are <migration>.stage, <migration>.reads-new and"
                        + " <migration>.writes-new, for a migration served here."));
  }

  Stream<Evaluation> all(String targetingKey) {
    return migrations.names().stream()
        .flatMap(name -> KINDS.stream().map(kind -> new Flag(name, kind)))
        .map(flag -> evaluate(flag, targetingKey));
  }

  private Optional<Flag> find(String key) {
    int dot = key.lastIndexOf('.');
    return Optional.of(key)
        .filter(text -> dot > 0 && KINDS.contains(text.substring(dot + 1)))
        .map(text -> new Flag(text.substring(0, dot), text.substring(dot + 1)))
        .filter(flag -> migrations.names().contains(flag.migration()));
  }

  private Evaluation evaluate(Flag flag, String targetingKey) {
    State state = migrations.get(flag.migration()).state();
    return switch (flag.kind()) {
      case "stage" -> flag.fixed(state, state.stage().name(), state.stage().name());
      case "writes-new" -> flag.choice(state, writesNew(state), "STATIC");
      default -> readsNew(flag, state, targetingKey);
    };
  }

  private static Evaluation readsNew(Flag flag, State state, String targetingKey) {
    if (state.stage() != Stage.LIVE) {
      return flag.choice(state, target(state.stage(), false), "STATIC");
    }
    if (targetingKey.isEmpty()) {
      return Evaluation.failed(
          400,
          flag.key(),
          "TARGETING_KEY_MISSING",
          "Give the key that partitions the data as context.targetingKey.");
    }
    boolean in = new Cohort(flag.migration()).contains(targetingKey, state.readShare());
    return flag.choice(state, target(state.stage(), in), "SPLIT");
  }

  private static boolean target(Stage stage, boolean inCohort) {
    return stage.reads(inCohort).first() == Side.TARGET;
  }

  private static boolean writesNew(State state) {
    return state.stage().writes().first() == Side.TARGET;
  }

  /** One flag of one migration. */
  private record Flag(String migration, String kind) {
    String key() {
      return migration + "." + kind;
    }

    Evaluation fixed(State state, String value, String variant) {
      return Evaluation.of(key(), value, "STATIC", variant, metadata(state));
    }

    Evaluation choice(State state, boolean value, String reason) {
      return Evaluation.of(key(), value, reason, value ? "new" : "old", metadata(state));
    }

    private static Map<String, Object> metadata(State state) {
      return Map.of("epoch", state.epoch());
    }
  }
}
