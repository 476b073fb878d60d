package dev.migrationplanner.app.http;

import dev.migrationplanner.client.Report;
import dev.migrationplanner.client.State;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** What applications ask and say (docs/protocol.md): state, stream, report. */
final class StateRoutes {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Migrations migrations;
  private final Streams streams;

  StateRoutes(Migrations migrations, Streams streams) {
    this.migrations = migrations;
    this.streams = streams;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/v1/migrations/{migration}/state", this::state);
    routes.sse(
        "/v1/migrations/{migration}/stream",
        client -> streams.open(client, client.ctx().pathParam("migration"), Streams.Topic.STATE));
    routes.post("/v1/migrations/{migration}/report", this::report);
  }

  private void state(Context request) {
    String migration = request.pathParam("migration");
    State state = migrations.get(migration).state();
    String tag = "\"" + state.revision() + "\"";
    request.header("ETag", tag);
    request.header("Hops-Started", Long.toString(state.hopsStarted()));
    request.header("Hops-Finished", Long.toString(state.hopsFinished()));
    if (tag.equals(request.header("If-None-Match"))) {
      request.status(304);
    } else {
      request.contentType(TEXT).result(state.print(migration));
    }
  }

  private void report(Context request) {
    var control = migrations.get(request.pathParam("migration"));
    control.report(ReportReader.read(parse(request.body())));
    request.status(204);
  }

  private static Report parse(String body) {
    try {
      return Report.parse(body);
    } catch (IllegalArgumentException unreadable) {
      throw new Refusal(
          400,
          "bad-report",
          "The report cannot be read; it needs instance=<uuid>, sequence=<number> and the lines of"
              + " docs/protocol.md.");
    }
  }
}
