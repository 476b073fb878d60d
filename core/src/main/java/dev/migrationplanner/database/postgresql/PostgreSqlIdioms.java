package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.postgresql.PostgreSqlDdlTypes.Held;
import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.BitType;
import dev.migrationplanner.schema.SqlType.BooleanType;
import dev.migrationplanner.schema.SqlType.EnumType;
import dev.migrationplanner.schema.SqlType.InetType;
import dev.migrationplanner.schema.SqlType.JsonTreeType;
import dev.migrationplanner.schema.SqlType.JsonType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.SqlType.UuidType;
import dev.migrationplanner.schema.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The idiomatic profile: which columns of MySQL and MariaDB PostgreSQL has a more fitting type for.
 * Every one of these types gives back the very value that came, as long as the values fit the
 * idiom's claim; a scan proves that of those that are there, and the encoders refuse any later one.
 */
final class PostgreSqlIdioms {

  private static final int UUID_LENGTH = 36;
  private static final int UUID_BYTES = 16;

  /** How long columns for addresses usually are: of IPv4, of IPv6, and of IPv4 within IPv6. */
  private static final Set<Long> ADDRESS_LENGTHS = Set.of(15L, 39L, 45L);

  private static final Pattern BITS = Pattern.compile("b?'?[01]'?");

  private final Schema source;
  private final PostgreSqlDdlKeys keys;

  PostgreSqlIdioms(Schema source) {
    this.source = source;
    this.keys = new PostgreSqlDdlKeys(source);
  }

  static String name(Table table, Column column) {
    return table.name() + "." + column.name();
  }

  /** By {@code table.column}. */
  Map<String, Idiom> candidates() {
    var candidates = new LinkedHashMap<String, Idiom>();
    for (Table table : source.tables()) {
      for (Column column : table.columns()) {
        if (free(table, column)) {
          of(column).ifPresent(idiom -> candidates.put(name(table, column), idiom));
        }
      }
    }
    return settled(candidates);
  }

  /** Without those that a foreign key ties to a column which does not take the same idiom. */
  Map<String, Idiom> settled(Map<String, Idiom> idioms) {
    var broken = new HashMap<Object, Boolean>();
    var first = new HashMap<Object, Optional<Idiom>>();
    each(
        (table, column) -> {
          Object root = keys.tied(table, column);
          Optional<Idiom> idiom = Optional.ofNullable(idioms.get(name(table, column)));
          Optional<Idiom> before = first.putIfAbsent(root, idiom);
          if (before != null && !before.equals(idiom)) {
            broken.put(root, true);
          }
        });
    var settled = new LinkedHashMap<String, Idiom>();
    each(
        (table, column) -> {
          Idiom idiom = idioms.get(name(table, column));
          if (idiom != null && !broken.containsKey(keys.tied(table, column))) {
            settled.put(name(table, column), idiom);
          }
        });
    return settled;
  }

  private void each(java.util.function.BiConsumer<Table, Column> visitor) {
    source.tables().forEach(t -> t.columns().forEach(c -> visitor.accept(t, c)));
  }

  private static Optional<Idiom> of(Column column) {
    SqlType type = column.type();
    if (column.nativeType().toLowerCase(java.util.Locale.ROOT).startsWith("tinyint(1)")
        || (type instanceof BitType bit && bit.length() == 1)) {
      return Optional.of(Idiom.BOOLEAN);
    }
    if (type instanceof JsonType json && json.verbatim()) {
      return Optional.of(Idiom.JSON_TREE);
    }
    if (type instanceof EnumType labels && PostgreSqlDdlTypes.fitsNativeEnum(labels)) {
      return Optional.of(Idiom.CHECKED_TEXT);
    }
    if (type instanceof BinaryType binary && binary.lengthMax() == UUID_BYTES) {
      return Optional.of(Idiom.UUID);
    }
    if (type instanceof TextType text && PostgreSqlDdlTypes.countsCharacters(column.nativeType())) {
      return text.lengthMax() == UUID_LENGTH
          ? Optional.of(Idiom.UUID)
          : ADDRESS_LENGTHS.contains(text.lengthMax())
              ? Optional.of(Idiom.ADDRESS)
              : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether no number, default or expression of the table asks for the type as it is. */
  private static boolean free(Table table, Column column) {
    return !column.identity()
        && !column.generated()
        && plainDefault(column)
        && table.checks().stream().map(Check::sql).noneMatch(sql -> names(sql, column))
        && table.columns().stream()
            .map(Column::generation)
            .noneMatch(sql -> sql != null && names(sql, column))
        && table.indexes().stream().noneMatch(i -> computes(i, column));
  }

  private static boolean names(String sql, Column column) {
    return Pattern.compile("(?<![\\w$])" + Pattern.quote(column.name()) + "(?![\\w$])")
        .matcher(sql)
        .find();
  }

  private static boolean computes(Index index, Column column) {
    boolean wordsOrPlaces =
        index.kind() == Index.Kind.FULLTEXT || index.kind() == Index.Kind.SPATIAL;
    return index.parts().stream()
        .anyMatch(
            p ->
                p.expression()
                    ? names(p.term(), column)
                    : p.term().equals(column.name()) && (wordsOrPlaces || p.prefixLength() > 0));
  }

  private static boolean plainDefault(Column column) {
    DefaultValue value = column.defaultValue();
    boolean label = column.type() instanceof EnumType || column.type() instanceof JsonType;
    boolean truth = column.type() instanceof BitType || !(column.type() instanceof TextType);
    if (value instanceof DefaultValue.Literal literal) {
      return label || (truth && BITS.matcher(literal.text()).matches());
    }
    if (value instanceof DefaultValue.Expression expression) {
      return column.type() instanceof TextType text && text.lengthMax() == UUID_LENGTH
          ? expression.sql().replaceAll("[()]", "").equalsIgnoreCase("uuid")
          : BITS.matcher(expression.sql()).matches();
    }
    return value instanceof DefaultValue.None;
  }

  /** The type in PostgreSQL. */
  static Held held(Idiom idiom) {
    return switch (idiom) {
      case BOOLEAN -> new Held(new BooleanType(), "boolean");
      case UUID -> new Held(new UuidType(), "uuid");
      case ADDRESS -> new Held(new InetType(0), "inet");
      case JSON_TREE -> new Held(new JsonTreeType(), "jsonb");
      case CHECKED_TEXT -> new Held(new TextType(false, 0, Collation.BYTES), "text");
    };
  }

  /** Why, and what is different afterwards. */
  static String reason(Idiom idiom) {
    return switch (idiom) {
      case BOOLEAN ->
          "boolean, as every row has 0, 1 or NULL; it goes back as 0 and 1, any other number is set"
              + " aside with its key, and SQL that says \"= 1\" must say IS TRUE";
      case UUID ->
          "uuid, as every row has one in the one spelling that goes back alike; any other value is"
              + " set aside with its key";
      case ADDRESS ->
          "inet, as every row has an address in the one spelling that goes back alike; any other"
              + " value is set aside with its key";
      case JSON_TREE ->
          "jsonb: equal as a tree, but blanks, the order of members and the digits of numbers do not"
              + " come back as they were; a document with a member twice or with \\u or \\/ in it is"
              + " set aside with its key";
      case CHECKED_TEXT ->
          "text with a check on the labels; it goes back as the same label, and is ordered by"
              + " letters, no longer by the labels' order";
    };
  }
}
