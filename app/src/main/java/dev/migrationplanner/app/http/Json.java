package dev.migrationplanner.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON in and out: plain ASCII out, and nothing deep, huge or unknown in. */
final class Json {
  private static final int DEPTH_MAX = 20;
  private static final int TEXT_MAX = 100_000;
  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  static String print(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException(
          "A " + value.getClass().getSimpleName() + " cannot be written as JSON.", broken);
    }
  }

  /** Reads a value; the error never repeats the request's text. */
  static <T> T parse(String text, Class<T> type, String expected) {
    try {
      T value = MAPPER.readValue(text, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException | IllegalArgumentException unreadable) {
      throw new Refusal(400, "bad-json", "The body cannot be read. Expected " + expected + ".");
    }
    throw new Refusal(400, "bad-json", "The body is empty. Expected " + expected + ".");
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper.getFactory().enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxStringLength(TEXT_MAX)
                .build());
    return mapper;
  }
}
