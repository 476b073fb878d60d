package dev.migrationplanner.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page: four fixed files from the jar, no path of the request reaches a file system. */
final class PageRoutes {
  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "view.js", "text/javascript; charset=utf-8",
          "page.css", "text/css; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private PageRoutes() {}

  static void addTo(RoutesConfig routes) {
    routes.get("/", request -> send(request, "index.html"));
    FILES.keySet().forEach(file -> routes.get("/" + file, request -> send(request, file)));
  }

  private static void send(Context request, String file) {
    request.contentType(FILES.getOrDefault(file, "text/plain")).result(read(file));
  }

  private static byte[] read(String file) {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/page/" + file)) {
      if (in == null) {
        throw new IllegalStateException("The page's file " + file + " is missing from the jar.");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The page's file " + file + " cannot be read.", unreadable);
    }
  }
}
