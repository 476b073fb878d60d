/**
 * Whether the evidence suffices. In: counts. Out: a verdict with its reason. Pure: statistics and
 * nothing else.
 */
@NullMarked
package dev.migrationplanner.gate;

import org.jspecify.annotations.NullMarked;
