package dev.migrationplanner.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * OFREP 0.3.0, so that any OpenFeature SDK evaluates a migration's flags. The released clients want
 * all of key, value, reason, variant and metadata, and JSON on every status.
 */
final class FlagRoutes {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final String EXPECTED = "{\"context\":{\"targetingKey\":\"...\"}}";

  private final Migrations migrations;
  private final Streams streams;

  FlagRoutes(Migrations migrations, Streams streams) {
    this.migrations = migrations;
    this.streams = streams;
  }

  void addTo(RoutesConfig routes) {
    routes.post(FLAGS + "/{key}", this::one);
    routes.post(FLAGS, this::all);
    routes.sse(
        "/ofrep/v1/stream/{migration}",
        client -> streams.open(client, client.ctx().pathParam("migration"), Streams.Topic.FLAGS));
  }

  private void one(Context request) {
    String key = request.pathParam("key");
    Evaluation evaluation = evaluate(key, request);
    send(request.status(evaluation.status()), evaluation.body());
  }

  private Evaluation evaluate(String key, Context request) {
    try {
      return new Flags(migrations).evaluate(key, targetingKey(request.body()));
    } catch (Refusal unreadable) {
      return Evaluation.failed(400, key, "PARSE_ERROR", "Expected " + EXPECTED + ".");
    }
  }

  private void all(Context request) {
    try {
      sendTagged(request, Json.print(all(targetingKey(request.body()))));
    } catch (Refusal unreadable) {
      String details = "Expected " + EXPECTED + ".";
      send(request.status(400), Map.of("errorCode", "PARSE_ERROR", "errorDetails", details));
    }
  }

  private Map<String, Object> all(String targetingKey) {
    List<Map<String, Object>> flags = new ArrayList<>();
    new Flags(migrations).all(targetingKey).forEach(evaluation -> flags.add(evaluation.body()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("flags", flags);
    answer.put("metadata", Map.of());
    answer.put("eventStreams", eventStreams());
    return answer;
  }

  private List<Map<String, String>> eventStreams() {
    return migrations.names().stream()
        .map(name -> Map.of("type", "sse", "url", "/ofrep/v1/stream/" + name))
        .toList();
  }

  /** The tag is over the answer's bytes: two callers may get different values of one flag. */
  private static void sendTagged(Context request, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String tag = "\"" + UUID.nameUUIDFromBytes(bytes) + "\"";
    request.header("ETag", tag);
    if (tag.equals(request.header("If-None-Match"))) {
      request.status(304);
    } else {
      request.contentType("application/json").result(bytes);
    }
  }

  private static void send(Context request, Object body) {
    request.contentType("application/json").result(Json.print(body));
  }

  /** The context's targeting key, "" where there is none. */
  private static String targetingKey(String body) {
    if (body.isBlank()) {
      return "";
    }
    JsonNode root = Json.parse(body, JsonNode.class, EXPECTED);
    JsonNode key = root.path("context").path("targetingKey");
    return key.isValueNode() && !key.isNull() ? key.asText() : "";
  }
}
