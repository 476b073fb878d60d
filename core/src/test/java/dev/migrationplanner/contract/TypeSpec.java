package dev.migrationplanner.contract;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * One column type of the source under contract.
 *
 * @param name the column's name
 * @param type as the source spells it
 * @param values makes one random value, as a literal of the source's SQL
 * @param edges least, greatest and odd values, as literals of the source's SQL
 * @param source SQL over the column ({@code $}) that gives the source's value as text
 * @param target SQL that gives the same text on the target, if the value is the same
 * @param form how the two texts compare
 * @param beyond literals of the target's SQL that the source's type cannot hold
 */
record TypeSpec(
    String name,
    String type,
    Function<Random, String> values,
    List<String> edges,
    String source,
    String target,
    Form form,
    List<String> beyond) {

  /** How two texts compare. */
  enum Form {
    /** As they are. */
    TEXT,
    /** A 64-bit float, fetched as a number and compared by its bits. */
    BITS64,
    /** A 32-bit float, likewise. */
    BITS32,
    /** By value: 1.50 is 1.5. */
    NUMBER,
    /** As JSON trees: members in any order, numbers by value. */
    JSON;

    String normal(String text) {
      return switch (this) {
        case NUMBER -> new BigDecimal(text).stripTrailingZeros().toPlainString();
        case JSON -> JsonText.normal(text);
        case TEXT, BITS32, BITS64 -> text;
      };
    }
  }

  static TypeSpec of(String name, String type, Function<Random, String> values, String... edges) {
    return new TypeSpec(name, type, values, List.of(edges), "$", "$", Form.TEXT, List.of());
  }

  TypeSpec as(String sourceSql, String targetSql) {
    return new TypeSpec(name, type, values, edges, sourceSql, targetSql, form, beyond);
  }

  TypeSpec by(Form newForm) {
    return new TypeSpec(name, type, values, edges, source, target, newForm, beyond);
  }

  TypeSpec refuses(String... literals) {
    return new TypeSpec(name, type, values, edges, source, target, form, List.of(literals));
  }

  /** The same types without an edge. */
  static Map<String, List<TypeSpec>> without(Map<String, List<TypeSpec>> families, String edge) {
    var without = new LinkedHashMap<String, List<TypeSpec>>();
    families.forEach(
        (family, specs) ->
            without.put(family, specs.stream().map(s -> s.withoutEdge(edge)).toList()));
    return without;
  }

  private TypeSpec withoutEdge(String edge) {
    List<String> kept = edges.stream().filter(e -> !e.equals(edge)).toList();
    return new TypeSpec(name, type, values, kept, source, target, form, beyond);
  }

  @Override
  public String toString() {
    return type;
  }
}
