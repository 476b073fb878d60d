/**
 * Side-by-side runs. In: servers that are started here, with seeded data. Out: medians and ratios,
 * printed and, on request, as a table of docs/benchmarks.md.
 */
@NullMarked
package dev.migrationplanner.benchmarks;

import org.jspecify.annotations.NullMarked;
