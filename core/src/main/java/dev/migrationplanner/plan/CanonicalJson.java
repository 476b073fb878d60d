package dev.migrationplanner.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.SqlType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** JSON with sorted names and fixed layout: equal values are equal bytes. */
final class CanonicalJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(SqlType.class, SqlTypeNames.class)
          .addMixIn(DefaultValue.class, DefaultValueNames.class)
          .build();

  private static final DefaultPrettyPrinter LAYOUT =
      new DefaultPrettyPrinter()
          .withObjectIndenter(new DefaultIndenter("  ", "\n"))
          .withArrayIndenter(new DefaultIndenter("  ", "\n"));

  private CanonicalJson() {}

  static String text(Object value) {
    try {
      return MAPPER.writer(LAYOUT).writeValueAsString(sorted(MAPPER.valueToTree(value))) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** SHA-256 of the text, in hexadecimal. */
  static String hash(Object value) {
    return sha256(text(value));
  }

  static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static <T> T read(String text, Class<T> type) throws JsonProcessingException {
    return MAPPER.readValue(text, type);
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var fields = new TreeMap<String, JsonNode>();
      object.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
      ObjectNode copy = MAPPER.createObjectNode();
      fields.forEach(copy::set);
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = MAPPER.createArrayNode();
      array.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    return node;
  }

  /** How types are told apart in JSON. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = SqlType.IntegerType.class, name = "integer"),
    @JsonSubTypes.Type(value = SqlType.BooleanType.class, name = "boolean"),
    @JsonSubTypes.Type(value = SqlType.DecimalType.class, name = "decimal"),
    @JsonSubTypes.Type(value = SqlType.FloatType.class, name = "float"),
    @JsonSubTypes.Type(value = SqlType.TextType.class, name = "text"),
    @JsonSubTypes.Type(value = SqlType.BinaryType.class, name = "binary"),
    @JsonSubTypes.Type(value = SqlType.BitType.class, name = "bit"),
    @JsonSubTypes.Type(value = SqlType.DateType.class, name = "date"),
    @JsonSubTypes.Type(value = SqlType.TimeType.class, name = "time"),
    @JsonSubTypes.Type(value = SqlType.DateTimeType.class, name = "datetime"),
    @JsonSubTypes.Type(value = SqlType.InstantType.class, name = "instant"),
    @JsonSubTypes.Type(value = SqlType.YearType.class, name = "year"),
    @JsonSubTypes.Type(value = SqlType.EnumType.class, name = "enum"),
    @JsonSubTypes.Type(value = SqlType.SetType.class, name = "set"),
    @JsonSubTypes.Type(value = SqlType.JsonType.class, name = "json"),
    @JsonSubTypes.Type(value = SqlType.UuidType.class, name = "uuid"),
    @JsonSubTypes.Type(value = SqlType.InetType.class, name = "inet"),
    @JsonSubTypes.Type(value = SqlType.GeometryType.class, name = "geometry"),
    @JsonSubTypes.Type(value = SqlType.UnknownType.class, name = "unknown")
  })
  private interface SqlTypeNames {}

  /** How defaults are told apart in JSON. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = DefaultValue.None.class, name = "none"),
    @JsonSubTypes.Type(value = DefaultValue.Literal.class, name = "literal"),
    @JsonSubTypes.Type(value = DefaultValue.Now.class, name = "now"),
    @JsonSubTypes.Type(value = DefaultValue.Expression.class, name = "expression")
  })
  private interface DefaultValueNames {}
}
