/**
 * The comparison. In: two views of a table, one a side, and what the databases' own digests say of
 * them. Out: differences down to row and column, and evidence. Shares no code with the copier: it
 * reads through {@link dev.migrationplanner.database.Digests} alone.
 */
@NullMarked
package dev.migrationplanner.verify;

import org.jspecify.annotations.NullMarked;
