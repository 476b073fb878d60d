package dev.migrationplanner.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON for scripts, and from the control plane. Loaded only by commands that need it. */
final class JsonText {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private JsonText() {}

  static String print(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException(
          "A " + value.getClass().getSimpleName() + " cannot be written as JSON.", broken);
    }
  }

  static <T> T parse(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException(
          "The answer cannot be read as " + type.getSimpleName() + ".", unreadable);
    }
  }
}
