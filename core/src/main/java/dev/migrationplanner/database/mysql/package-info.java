/**
 * Everything known about MySQL and MariaDB, and the only home of its SQL. In: the interfaces of
 * {@code database}. Out: their implementation.
 */
@NullMarked
package dev.migrationplanner.database.mysql;

import org.jspecify.annotations.NullMarked;
