/**
 * Where the tool can be made to die, for tests of what comes after. In: a system property. Out: a
 * process that is gone at a named point, or nothing at all. Every package may name its points here.
 */
@NullMarked
package dev.migrationplanner.crash;

import org.jspecify.annotations.NullMarked;
