/**
 * What keeps the other side equal. In: keys from both logs. Out: hops, each one transaction with
 * its position.
 */
@NullMarked
package dev.migrationplanner.sync;

import org.jspecify.annotations.NullMarked;
