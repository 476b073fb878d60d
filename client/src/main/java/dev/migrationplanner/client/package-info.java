/**
 * The library inside the application. In: the Stage and epoch that the control plane and the
 * databases' epoch rows tell, and the application's own reads and writes. Out: writes on the
 * authority and then on the other side, reads from the side that the Stage names with shadow reads
 * beside them, and reports of what happened.
 *
 * <p>{@link Migration} is the entry point of an application with two databases, {@link Flags} of
 * one that wants the flag alone. Row values leave this package only as the key columns of a
 * reported row.
 */
@NullMarked
package dev.migrationplanner.client;

import org.jspecify.annotations.NullMarked;
