package dev.migrationplanner.app.http;

import dev.migrationplanner.run.Control;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** What people see and ask for: the migrations, their status, commands. */
final class StatusRoutes {
  private static final String JSON = "application/json";

  private final Migrations migrations;
  private final Streams streams;

  StatusRoutes(Migrations migrations, Streams streams) {
    this.migrations = migrations;
    this.streams = streams;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/v1/migrations", this::list);
    routes.get("/v1/migrations/{migration}/status", this::status);
    routes.sse(
        "/v1/migrations/{migration}/events",
        client -> streams.open(client, client.ctx().pathParam("migration"), Streams.Topic.STATUS));
    routes.post("/v1/migrations/{migration}/commands", this::command);
  }

  private void list(Context request) {
    json(request, Map.of("migrations", migrations.names()));
  }

  private void status(Context request) {
    json(request, migrations.get(request.pathParam("migration")).status());
  }

  private void command(Context request) {
    Doorkeeper.command(request);
    Control control = migrations.get(request.pathParam("migration"));
    CommandBody body =
        Json.parse(request.body(), CommandBody.class, "{\"command\":\"pause\",\"who\":\"...\"}");
    Control.Answer answer = control.command(body.toCommand());
    json(request.status(answer.taken() ? 200 : 409), answer);
  }

  private static void json(Context request, Object value) {
    request.contentType(JSON).result(Json.print(value));
  }
}
