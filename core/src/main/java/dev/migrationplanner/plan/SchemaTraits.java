package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Finding.Evidence;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What columns and indexes are, as far as it means something on the target: one finding a table.
 */
final class SchemaTraits {

  private static final List<Trait> FROM_MYSQL =
      List.of(
          trait("H04", c -> c.type() instanceof SqlType.DateTimeType),
          trait("H05", c -> digits(c.type()) > 0),
          trait("H07", c -> c.type() instanceof SqlType.YearType),
          trait("H08", c -> c.type() instanceof SqlType.InstantType),
          trait(
              "H12",
              c -> c.type() instanceof SqlType.IntegerType i && i.unsigned() && i.bits() < 64),
          trait("H14", c -> says(c, "tinyint(1)") && !says(c, "unsigned")),
          trait("H15", c -> c.type() instanceof SqlType.BitType),
          trait("H16", c -> c.type() instanceof SqlType.FloatType f && f.bits() == 32),
          trait(
              "H17", c -> says(c, "zerofill") || c.nativeType().matches("(?i)(float|double)\\(.*")),
          trait(
              "H18",
              c ->
                  c.type() instanceof SqlType.DecimalType
                      || (c.type() instanceof SqlType.FloatType f && f.bits() == 64)),
          trait("H19", Column::identity),
          trait("H30", c -> c.type() instanceof SqlType.TextType t && t.fixed()),
          trait(
              "H31",
              c -> c.type() instanceof SqlType.TextType t && !t.fixed() && t.lengthMax() > 0),
          trait("H33", c -> c.type() instanceof SqlType.SetType),
          trait("H61", c -> c.type() instanceof SqlType.UuidType),
          trait("H62", c -> c.type() instanceof SqlType.InetType),
          trait("H67", c -> says(c, "compressed")),
          trait(
              "H73",
              c ->
                  c.type() instanceof SqlType.TextType t
                      && t.collation().name().contains("_0900_")),
          trait("H68", SchemaTraits::vector),
          trait("H72", SchemaTraits::vector),
          trait("H70", c -> c.name().equals("my_row_id") && c.identity()));

  private static final List<Trait> FROM_POSTGRESQL =
      List.of(
          trait("R05", c -> c.type() instanceof SqlType.BooleanType),
          trait("R09", c -> c.type() instanceof SqlType.BinaryType),
          trait("R18", c -> c.type() instanceof SqlType.EnumType),
          trait("R19", c -> c.nativeType().matches("(.*\\.)?citext")),
          trait("R20", c -> c.type() instanceof SqlType.TextType t && t.fixed()));

  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  SchemaTraits(Facts facts) {
    this.facts = facts;
  }

  /** A property of columns that a rule is about. */
  private record Trait(String rule, Predicate<Column> holds) {}

  private static Trait trait(String rule, Predicate<Column> holds) {
    return new Trait(rule, holds);
  }

  List<Finding> all() {
    if (facts.sameEngine()) {
      return findings;
    }
    String others = facts.source().server().product().equals("MariaDB") ? "H72" : "H68";
    List<Trait> traits =
        (facts.toPostgreSql() ? FROM_MYSQL : FROM_POSTGRESQL)
            .stream().filter(t -> !t.rule().equals(others)).toList();
    for (Table table : facts.schema().tables()) {
      traits.forEach(t -> columns(table, t));
      names(table.columns().stream().map(Column::name).toList(), table.name() + " (columns)");
      if (facts.toPostgreSql()) {
        texts(table);
        needless(table);
        prefixes(table);
      }
    }
    names(facts.schema().tables().stream().map(Table::name).toList(), "tables");
    if (facts.toPostgreSql()) {
      circles();
      sharedIndexNames();
    }
    return findings;
  }

  private void add(String rule, String object, String said, long hits) {
    findings.add(RuleBook.the(rule).finding(object, Evidence.of(said, hits)));
  }

  private void columns(Table table, Trait trait) {
    List<String> names = table.columns().stream().filter(trait.holds()).map(Column::name).toList();
    if (!names.isEmpty()) {
      add(trait.rule(), table.name(), "columns " + Texts.firstOf(names, 20), names.size());
    }
  }

  private void texts(Table table) {
    List<String> folding =
        table.columns().stream()
            .filter(c -> c.type() instanceof SqlType.TextType t && !t.collation().exact())
            .map(Column::name)
            .toList();
    if (!folding.isEmpty()) {
      add("H23", table.name(), "columns " + Texts.firstOf(folding, 20), folding.size());
    }
    Key key = table.primaryKey();
    if (key != null
        && key.columns().stream()
            .anyMatch(k -> table.column(k).orElseThrow().type() instanceof SqlType.TextType)) {
      add("H24", table.name(), "key " + String.join(", ", key.columns()), 1);
    }
  }

  private void prefixes(Table table) {
    for (Index index : table.indexes()) {
      boolean cut = index.parts().stream().anyMatch(p -> p.prefixLength() > 0);
      boolean words = index.kind() == Index.Kind.FULLTEXT || index.kind() == Index.Kind.SPATIAL;
      if (cut && !words) {
        String kind = index.kind() == Index.Kind.UNIQUE ? "a unique index" : "an index";
        add("H41", table.name() + "." + index.name(), kind, 1);
      }
    }
  }

  /** An index whose columns begin another's; one that must be unique is never needless. */
  private void needless(Table table) {
    for (Index index : table.indexes()) {
      if (index.kind() == Index.Kind.PLAIN) {
        table.indexes().stream()
            .filter(other -> other != index && begins(index, other))
            .findFirst()
            .ifPresent(
                other ->
                    add("H47", table.name() + "." + index.name(), "begins " + other.name(), 1));
      }
    }
  }

  private static boolean begins(Index index, Index other) {
    boolean ordered = other.kind() == Index.Kind.PLAIN || other.kind() == Index.Kind.UNIQUE;
    int parts = index.parts().size();
    return ordered
        && parts <= other.parts().size()
        && index.parts().equals(other.parts().subList(0, parts))
        && (parts < other.parts().size() || index.name().compareTo(other.name()) > 0);
  }

  private void names(List<String> names, String where) {
    var byFolded = new TreeMap<String, TreeSet<String>>();
    names.forEach(
        n -> byFolded.computeIfAbsent(n.toLowerCase(Locale.ROOT), f -> new TreeSet<>()).add(n));
    for (TreeSet<String> alike : byFolded.values()) {
      if (alike.size() > 1) {
        String rule = facts.toPostgreSql() ? "H53" : "R17";
        add(rule, where, String.join(", ", alike), alike.size());
      }
    }
  }

  private void sharedIndexNames() {
    var tables = new TreeMap<String, Integer>();
    for (Table table : facts.schema().tables()) {
      table
          .indexes()
          .forEach(i -> tables.merge(i.name().toLowerCase(Locale.ROOT), 1, Integer::sum));
    }
    List<String> shared =
        tables.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey).toList();
    if (!shared.isEmpty()) {
      add("H43", "indexes", Texts.firstOf(shared, 20), shared.size());
    }
  }

  private void circles() {
    for (List<String> circle : Circles.of(facts.schema())) {
      add("H38", circle.get(0), String.join(", ", circle), circle.size());
    }
  }

  private static boolean vector(Column column) {
    return column.type() instanceof SqlType.UnknownType
        && column.nativeType().toLowerCase(Locale.ROOT).startsWith("vector");
  }

  private static boolean says(Column column, String word) {
    return column.nativeType().toLowerCase(Locale.ROOT).contains(word);
  }

  private static int digits(SqlType type) {
    if (type instanceof SqlType.TimeType t) {
      return t.precision();
    }
    if (type instanceof SqlType.DateTimeType d) {
      return d.precision();
    }
    return type instanceof SqlType.InstantType i ? i.precision() : 0;
  }
}
