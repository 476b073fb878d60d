package dev.migrationplanner.plan;

import dev.migrationplanner.database.Databases;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One table of facts.yaml. A column is written as in CREATE TABLE: {@code bigint unsigned not null
 * auto_increment}.
 */
final class ToldTable {

  private static final Pattern WORDS =
      Pattern.compile(
          "(?i)\\s+(not null|null|auto_increment|generated (always|by default) as identity"
              + "|on update current_timestamp(\\(\\d\\))?|default ('(?:[^']|'')*'|\\S+))(?=\\s|$)");

  private final String engine;
  private final String name;

  ToldTable(String engine, String name) {
    this.engine = engine;
    this.name = name;
  }

  Table of(Section section) {
    String collation = section.text("collation", "");
    List<Column> columns = columns(section.section("columns"), collation);
    List<String> key = section.texts("primaryKey", List.of());
    for (String column : key) {
      if (columns.stream().noneMatch(c -> c.name().equals(column))) {
        section.problem("primaryKey", name + " has no column \"" + column + "\"");
      }
    }
    var indexes = new ArrayList<Index>();
    indexes(section.section("unique"), Index.Kind.UNIQUE, indexes);
    indexes(section.section("indexes"), Index.Kind.PLAIN, indexes);
    List<ForeignKey> foreignKeys = foreignKeys(section.section("foreignKeys"));
    return new Table(
        name,
        columns,
        primaryKey(key),
        indexes,
        foreignKeys,
        List.of(),
        section.text("storage", engine.equals("postgresql") ? "heap" : "InnoDB"),
        "");
  }

  private static @Nullable Key primaryKey(List<String> columns) {
    return columns.isEmpty() ? null : new Key("PRIMARY", columns);
  }

  private List<Column> columns(Section section, String collation) {
    var columns = new ArrayList<Column>();
    for (String column : section.names()) {
      columns.add(column(section, column, section.text(column, ""), collation));
    }
    section.end();
    if (columns.isEmpty()) {
      section.problem("columns", "table " + name + " has no columns");
    }
    return columns;
  }

  private Column column(Section section, String column, String written, String collation) {
    String type = written;
    String words = " ";
    DefaultValue standard = new DefaultValue.None();
    for (Matcher word = WORDS.matcher(type); word.find(); word = WORDS.matcher(type)) {
      words += word.group(1).toLowerCase(java.util.Locale.ROOT) + " ";
      if (word.group(4) != null) {
        standard = standard(word.group(4));
      }
      type = type.substring(0, word.start()) + type.substring(word.end());
    }
    SqlType known = Databases.type(engine, type.strip(), collation);
    if (known instanceof SqlType.UnknownType) {
      section.problem(
          column, name + "." + column + " has a type nobody knows: \"" + type.strip() + "\"");
    }
    return new Column(
        column,
        known,
        type.strip(),
        !words.contains(" not null "),
        standard,
        words.contains(" auto_increment ") || words.contains(" as identity "),
        null,
        words.contains(" on update current_timestamp"),
        "");
  }

  private static DefaultValue standard(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    if (lower.startsWith("current_timestamp") || lower.startsWith("now(")) {
      String digits = lower.replaceAll("\\D", "");
      return new DefaultValue.Now(digits.isEmpty() ? 0 : Integer.parseInt(digits));
    }
    if (lower.equals("null")) {
      return new DefaultValue.None();
    }
    return new DefaultValue.Literal(
        text.startsWith("'") ? text.substring(1, text.length() - 1).replace("''", "'") : text);
  }

  private static void indexes(Section section, Index.Kind kind, List<Index> into) {
    for (String index : section.names()) {
      List<Index.Part> parts =
          section.texts(index, List.of()).stream()
              .map(c -> new Index.Part(c, false, 0, false))
              .toList();
      into.add(new Index(index, kind, parts));
    }
    section.end();
  }

  private static List<ForeignKey> foreignKeys(Section section) {
    var keys = new ArrayList<ForeignKey>();
    for (String key : section.names()) {
      Section one = section.section(key);
      keys.add(
          new ForeignKey(
              key,
              one.texts("columns", List.of()),
              one.required("references"),
              one.texts("referencedColumns", List.of("id")),
              one.word("onDelete", ForeignKey.Action.class, ForeignKey.Action.RESTRICT),
              one.word("onUpdate", ForeignKey.Action.class, ForeignKey.Action.RESTRICT)));
      one.end();
    }
    section.end();
    return keys;
  }
}
