/**
 * Real MariaDB and PostgreSQL servers as child processes, for the demo, the tests and the
 * benchmarks.
 *
 * <p>In come a few {@link dev.migrationplanner.servers.ServerOptions}; out goes a running {@link
 * dev.migrationplanner.servers.EmbeddedServer} on 127.0.0.1 that can be killed, restarted on the
 * same data and port, and closed. The binaries come from Maven artifacts and are unpacked once per
 * user. A server never outlives this JVM.
 */
@NullMarked
package dev.migrationplanner.servers;

import org.jspecify.annotations.NullMarked;
