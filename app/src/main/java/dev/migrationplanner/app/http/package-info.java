/**
 * The control plane over HTTP. In: requests of applications (state, reports, flags), of people
 * (status, commands) and of collectors (metrics). Out: what each {@code Control} says, as text,
 * JSON or server-sent events; and the page.
 */
@NullMarked
package dev.migrationplanner.app.http;

import org.jspecify.annotations.NullMarked;
