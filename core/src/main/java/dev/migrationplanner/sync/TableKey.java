package dev.migrationplanner.sync;

import dev.migrationplanner.database.RowKey;

/** A row: the migration's name of its table, and its key. */
public record TableKey(String table, RowKey key) {}
