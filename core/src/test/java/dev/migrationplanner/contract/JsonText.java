package dev.migrationplanner.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.TreeMap;

/** JSON compared as a value. */
final class JsonText {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private JsonText() {}

  static String normal(String text) {
    try {
      var out = new StringBuilder();
      append(MAPPER.readTree(text), out);
      return out.toString();
    } catch (IOException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
  }

  private static void append(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.fields().forEachRemaining(m -> members.put(m.getKey(), m.getValue()));
      out.append('{');
      members.forEach(
          (name, value) -> {
            out.append(name.length()).append(':').append(name);
            append(value, out);
          });
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      node.forEach(item -> append(item, out.append(',')));
      out.append(']');
    } else if (node.isNumber()) {
      out.append(node.decimalValue().stripTrailingZeros().toPlainString());
    } else {
      out.append(node.getNodeType()).append(node.asText());
    }
  }
}
