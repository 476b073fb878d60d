package dev.migrationplanner.schema;

/** What a column gets when an INSERT leaves it out. */
public sealed interface DefaultValue {

  /** NULL or none. */
  record None() implements DefaultValue {}

  /** A constant; {@code text} is the value itself, without quotes. */
  record Literal(String text) implements DefaultValue {}

  /** The current time, {@code precision} fractional digits. */
  record Now(int precision) implements DefaultValue {}

  /** Anything else, in the engine's own SQL. */
  record Expression(String sql) implements DefaultValue {}
}
