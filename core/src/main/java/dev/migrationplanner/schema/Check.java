package dev.migrationplanner.schema;

/** A check constraint in the engine's own SQL. */
public record Check(String name, String sql) {}
