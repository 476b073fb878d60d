/**
 * The command line. In: words and files of a person or a script. Out: calls to core or to a running
 * control plane, text or one JSON object, and an exit code that says how it went. Each command is
 * one small class; what they do is done elsewhere.
 */
@NullMarked
package dev.migrationplanner.app.cli;

import org.jspecify.annotations.NullMarked;
