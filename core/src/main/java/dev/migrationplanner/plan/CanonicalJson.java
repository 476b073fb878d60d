package dev.migrationplanner.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  private static final Set<Class<?>> CONTAINERS =
      Set.of(
          Facts.class,
          Plan.class,
          LossLedger.class,
          Schema.class,
          Ddl.Conversion.class,
          Plan.Statements.class);

  private CanonicalJson() {}

  static String text(Object value) {
    var text = new StringWriter();
    write(value, text);
    return text.toString();
  }

  /** The text, streamed: a big plan's would not fit the heap twice. */
  static void write(Object value, Writer out) {
    try {
      JsonGenerator json = MAPPER.getFactory().createGenerator(out);
      json.setPrettyPrinter(LAYOUT.createInstance());
      write(value, json);
      json.flush();
      out.write("\n");
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** Records that are plain containers part by part, so that only small parts become trees. */
  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value instanceof Record container && CONTAINERS.contains(value.getClass())) {
      json.writeStartObject();
      for (RecordComponent part : sortedParts(container)) {
        json.writeFieldName(part.getName());
        write(read(part, container), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(item, json);
      }
      json.writeEndArray();
    } else {
      MAPPER.writeTree(json, sorted(MAPPER.valueToTree(value)));
    }
  }

  private static List<RecordComponent> sortedParts(Record container) {
    return Arrays.stream(container.getClass().getRecordComponents())
        .sorted(Comparator.comparing(RecordComponent::getName))
        .toList();
  }

  private static @Nullable Object read(RecordComponent part, Record container) {
    try {
      return part.getAccessor().invoke(container);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + part.getName(), e);
    }
  }

  /** SHA-256 of the text, in hexadecimal. */
  static String hash(Object value) {
    MessageDigest digest = sha256();
    var none = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    write(value, new BufferedWriter(new OutputStreamWriter(none, StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
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
    @JsonSubTypes.Type(value = SqlType.JsonTreeType.class, name = "json-tree"),
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
