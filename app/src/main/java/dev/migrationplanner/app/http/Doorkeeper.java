package dev.migrationplanner.app.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;

/**
 * Who may come in. A page of another site may make a browser send requests here, so the Host must
 * be this machine's (a name that an attacker points here is not) and whatever changes something
 * must carry a header that a foreign page cannot send.
 */
final class Doorkeeper {
  static final String COMMAND_HEADER = "X-Migration-Planner";
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private Doorkeeper() {}

  static void enter(Context request) {
    secure(request);
    String host = request.header("Host");
    if (host == null || !HOSTS.contains(withoutPort(host))) {
      throw new Refusal(
          403,
          "host-not-allowed",
          "This control plane answers to localhost and 127.0.0.1 only; the Host header says"
              + " something else.");
    }
    refuseForeignPage(request);
  }

  /** A browser says which page asks; applications and commands are no browsers. */
  private static void refuseForeignPage(Context request) {
    String origin = request.header("Origin");
    String site = request.header("Sec-Fetch-Site");
    boolean ours =
        origin == null || HOSTS.contains(withoutPort(origin.replaceFirst("^https?://", "")));
    if (!ours || (site != null && !Set.of("same-origin", "none").contains(site))) {
      throw new Refusal(403, "foreign-page", "A page of another site has no business here.");
    }
  }

  static void command(Context request) {
    if (!"1".equals(request.header(COMMAND_HEADER))) {
      throw new Refusal(
          403,
          "header-missing",
          "A command needs the header " + COMMAND_HEADER + ": 1, which no foreign page can send.");
    }
  }

  private static void secure(Context request) {
    request.header("Content-Security-Policy", POLICY);
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Referrer-Policy", "no-referrer");
    request.header("Cross-Origin-Resource-Policy", "same-origin");
    request.header("Cache-Control", "no-store");
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
  }
}
