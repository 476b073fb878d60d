package dev.migrationplanner.gate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Duration;

/** Reads a duration from its ISO 8601 text, e.g. {@code PT10M}. */
final class DurationText extends StdDeserializer<Duration> {

  private static final long serialVersionUID = 1L;

  DurationText() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return Duration.parse(parser.getText());
  }
}
