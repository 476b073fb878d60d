/**
 * What will be done. In: facts, decisions and the migration's settings. Out: findings and one plan,
 * the same bytes for the same input. Pure.
 */
@NullMarked
package dev.migrationplanner.plan;

import org.jspecify.annotations.NullMarked;
