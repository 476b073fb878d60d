/**
 * What a database looks like, in words that belong to no engine. In: nothing. Out: immutable values
 * that {@code database} fills from a catalogue and renders as DDL.
 */
@NullMarked
package dev.migrationplanner.schema;

import org.jspecify.annotations.NullMarked;
