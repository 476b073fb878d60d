/** What clients saw of a migration, and the checker that holds both databases to it. */
package dev.migrationplanner.app.history;
