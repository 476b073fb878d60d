package dev.migrationplanner.app.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** One flag's OFREP answer: its HTTP status and its JSON. */
record Evaluation(int status, Map<String, Object> body) {

  static Evaluation of(
      String key, Object value, String reason, String variant, Map<String, Object> metadata) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("key", key);
    body.put("value", value);
    body.put("reason", reason);
    body.put("variant", variant);
    body.put("metadata", metadata);
    return new Evaluation(200, body);
  }

  static Evaluation failed(int status, String key, String errorCode, String errorDetails) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("key", key);
    body.put("errorCode", errorCode);
    body.put("errorDetails", errorDetails);
    return new Evaluation(status, body);
  }
}
