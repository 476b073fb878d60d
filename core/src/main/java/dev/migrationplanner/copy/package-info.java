/**
 * The backfill. In: a snapshot of the authority. Out: chunks of rows on the other side, each with
 * its checkpoint in one transaction.
 */
@NullMarked
package dev.migrationplanner.copy;

import org.jspecify.annotations.NullMarked;
