/**
 * Everything the product asks of a database engine, as interfaces; each engine's package below is
 * the only home of its SQL. In: an {@link dev.migrationplanner.database.Endpoint}. Out: schemas,
 * snapshots, keys from the change log, rows written, digests.
 */
@NullMarked
package dev.migrationplanner.database;

import org.jspecify.annotations.NullMarked;
