/** Looks at both systems. In: two databases. Out: facts. Changes nothing. */
@NullMarked
package dev.migrationplanner.survey;

import org.jspecify.annotations.NullMarked;
