/**
 * Everything known about PostgreSQL, and the only home of its SQL. In: the interfaces of {@code
 * database}. Out: their implementation.
 */
@NullMarked
package dev.migrationplanner.database.postgresql;

import org.jspecify.annotations.NullMarked;
