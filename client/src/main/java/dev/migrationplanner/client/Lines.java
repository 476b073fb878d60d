package dev.migrationplanner.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The protocol's text: {@code key=value} a line, values percent-encoded as in a form. */
final class Lines {
  /** One line as it came: the value is still encoded. */
  record Line(String key, String rawValue) {
    String value() {
      return decoded(rawValue);
    }
  }

  private Lines() {}

  static List<Line> parse(String text) {
    List<Line> lines = new ArrayList<>();
    text.lines().filter(line -> !line.isBlank()).map(Lines::line).forEach(lines::add);
    return lines;
  }

  /** The lines by key, values decoded; of a repeated key the last one stands. */
  static Map<String, String> parseMap(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    parse(text).forEach(line -> values.put(line.key(), line.value()));
    return values;
  }

  static String print(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) -> text.append(key).append('=').append(encoded(value)).append('\n'));
    return text.toString();
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static String decoded(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  private static Line line(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "A line of the protocol reads key=value; one came without a key or '='.");
    }
    return new Line(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
  }
}
