/**
 * One migration carried out. In: commands and evidence. Out: steps, transitions, and what
 * applications and people are told.
 */
@NullMarked
package dev.migrationplanner.run;

import org.jspecify.annotations.NullMarked;
