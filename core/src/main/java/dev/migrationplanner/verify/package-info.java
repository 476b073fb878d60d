/**
 * The comparison. In: digests of both sides. Out: differences down to the row, and evidence. Shares
 * no code with the copier.
 */
@NullMarked
package dev.migrationplanner.verify;

import org.jspecify.annotations.NullMarked;
