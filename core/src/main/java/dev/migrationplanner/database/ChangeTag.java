package dev.migrationplanner.database;

/**
 * What a log calls one transaction, in the terms of {@link Visibility}: GTID, end position or
 * transaction id.
 */
public record ChangeTag(String text) {}
