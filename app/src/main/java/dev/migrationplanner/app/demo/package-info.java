/**
 * The demo: a shop with live traffic is migrated from MariaDB to PostgreSQL, back out of every
 * phase, and to the end. In: a scale, a seed, how much to leave out. Out: a running commentary, and
 * one result that a judge who knows nothing of the product has signed.
 */
@NullMarked
package dev.migrationplanner.app.demo;

import org.jspecify.annotations.NullMarked;
