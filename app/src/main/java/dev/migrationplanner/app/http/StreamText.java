package dev.migrationplanner.app.http;

import dev.migrationplanner.client.State;
import dev.migrationplanner.run.Control;
import java.util.function.Supplier;

/**
 * What a stream says now.
 *
 * @param event the event's name
 * @param version a change of it is worth an event
 * @param data the event's text
 */
record StreamText(String event, String version, String data) {

  static Supplier<StreamText> of(Streams.Topic topic, String migration, Control control) {
    return switch (topic) {
      case STATE -> () -> state(migration, control.state());
      case STATUS -> () -> status(control);
      case FLAGS -> () -> flags(control.state());
    };
  }

  private static StreamText state(String migration, State state) {
    return new StreamText(
        "state", Long.toString(state.revision()), state.print(migration).stripTrailing());
  }

  private static StreamText status(Control control) {
    String json = Json.print(control.status());
    return new StreamText("status", json, json);
  }

  private static StreamText flags(State state) {
    String version = Long.toString(state.revision());
    return new StreamText(
        "message",
        version,
        "{\"type\":\"refetchEvaluation\",\"etag\":\"\\\"" + version + "\\\"\"}");
  }
}
