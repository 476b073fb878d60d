/**
 * A migration opened and served. In: a migration file, or a plan made from it, and two databases.
 * Out: a running migration behind its control plane, closed as one.
 */
@NullMarked
package dev.migrationplanner.app.engage;

import org.jspecify.annotations.NullMarked;
