package dev.migrationplanner.database.postgresql;

import static dev.migrationplanner.database.postgresql.PostgreSqlDdlStatements.quote;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Index.Kind;
import dev.migrationplanner.schema.Index.Part;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Indexes of one MySQL table in PostgreSQL's words, and what is not the same afterwards. */
final class PostgreSqlDdlIndexes {

  private static final int ENTRY_BYTES_MAX = 2_600;

  private final Table source;
  private final String tableName;
  private final PostgreSqlDdlNames names;
  private final Map<String, Idiom> idioms;
  private final List<Note> notes;
  private final List<Index> indexes = new ArrayList<>();

  PostgreSqlDdlIndexes(
      Table source,
      String tableName,
      PostgreSqlDdlNames names,
      Map<String, Idiom> idioms,
      List<Note> notes) {
    this.source = source;
    this.tableName = tableName;
    this.names = names;
    this.idioms = idioms;
    this.notes = notes;
  }

  List<Index> convert() {
    Key primary = source.primaryKey();
    if (primary != null) {
      List<Part> parts = primary.columns().stream().map(c -> new Part(c, false, 0, false)).toList();
      guard("pkey", parts, tableName + ".primary key");
    }
    source.indexes().forEach(this::convert);
    return indexes;
  }

  private void convert(Index index) {
    switch (index.kind()) {
      case SPATIAL ->
          left(index, "H45", "a spatial index is not carried; geometry is kept as bytes");
      case OTHER -> left(index, "H46", "this kind of index has no twin and is not carried");
      case FULLTEXT -> fulltext(index);
      case PLAIN, UNIQUE -> ordered(index);
    }
  }

  private void fulltext(Index index) {
    note("H44", index.name(), "full-text search ranks and splits words differently: a GIN index");
    var parts =
        index.parts().stream()
            .map(p -> new Part(PostgreSqlDdlNames.column(p.term()), false, 0, false))
            .toList();
    indexes.add(new Index(names.index(tableName, index.name()), Kind.FULLTEXT, parts));
  }

  private void ordered(Index index) {
    var parts = new ArrayList<Part>();
    for (Part part : index.parts()) {
      Part converted = part(part);
      if (converted == null) {
        left(index, "H46", "an expression of it has no twin; the index is not carried");
        return;
      }
      parts.add(converted);
    }
    noteLongEntries(index);
    indexes.add(new Index(names.index(tableName, index.name()), index.kind(), parts));
    if (index.kind() == Kind.UNIQUE) {
      guard(index.name(), index.parts(), tableName + "." + index.name());
    }
  }

  private @Nullable Part part(Part part) {
    if (part.expression()) {
      Optional<String> sql = PostgreSqlDdlExpressions.overColumns(part.term(), source);
      return sql.map(s -> new Part("(" + s + ")", true, 0, part.descending())).orElse(null);
    }
    String column = PostgreSqlDdlNames.column(part.term());
    return wholeLength(part)
        ? new Part(column, false, 0, part.descending())
        : new Part(prefix(part, column), true, 0, part.descending());
  }

  private boolean wholeLength(Part part) {
    Column column = source.column(part.term()).orElseThrow();
    boolean wholeText =
        column.type() instanceof TextType text
            && PostgreSqlDdlTypes.countsCharacters(column.nativeType())
            && part.prefixLength() >= text.lengthMax();
    return part.prefixLength() == 0 || wholeText;
  }

  private String prefix(Part part, String column) {
    boolean bytes = source.column(part.term()).orElseThrow().type() instanceof BinaryType;
    return bytes
        ? "substring(%s FROM 1 FOR %d)".formatted(quote(column), part.prefixLength())
        : "left(%s::text, %d)".formatted(quote(column), part.prefixLength());
  }

  /**
   * Refuses a second value that the source would call equal to the first. Only ASCII case and
   * trailing blanks are folded: every collation that ignores case agrees on those, so the guard
   * never refuses what the source holds (H20, H21).
   */
  private void guard(String name, List<Part> parts, String object) {
    if (parts.stream().noneMatch(this::loose)) {
      return;
    }
    var folded = new ArrayList<Part>();
    for (Part part : parts) {
      Part converted = loose(part) ? new Part(folded(part), true, 0, false) : part(part);
      if (converted == null) {
        return;
      }
      folded.add(converted);
    }
    indexes.add(new Index(names.index(tableName, name + "_guard"), Kind.UNIQUE, folded));
    notes.add(
        new Note(
            "H20",
            object,
            Fidelity.EXACT,
            "unique text that the source compares without regard to case, accents or trailing blanks"
                + " is unique by bytes here; a guard refuses values that differ only in ASCII case or"
                + " trailing blanks until the way back is closed; accents are not guarded"));
  }

  /** A UUID or address has one spelling, so none that is equal but for case or blanks. */
  private boolean loose(Part part) {
    return !part.expression()
        && !idioms.containsKey(source.name() + "." + part.term())
        && source.column(part.term()).orElseThrow().type() instanceof TextType text
        && !text.collation().exact();
  }

  private String folded(Part part) {
    TextType type = (TextType) source.column(part.term()).orElseThrow().type();
    String column = quote(PostgreSqlDdlNames.column(part.term()));
    String text = part.prefixLength() == 0 ? column : prefix(part, part.term());
    String cased =
        type.collation().caseSensitive() || keepsDottedI(type)
            ? text
            : "lower((%s) COLLATE \"C\")".formatted(text);
    return type.collation().padSpace() ? "rtrim(%s, ' ')".formatted(cased) : cased;
  }

  /** In Turkish and Azerbaijani an I and an i are two letters. */
  private static boolean keepsDottedI(TextType type) {
    String name = type.collation().name();
    return name.contains("turkish") || name.contains("_tr_") || name.contains("_az_");
  }

  private void noteLongEntries(Index index) {
    long bytes = 0;
    for (Part part : index.parts()) {
      if (!part.expression()
          && source.column(part.term()).orElseThrow().type() instanceof TextType text) {
        bytes += 4 * (part.prefixLength() > 0 ? part.prefixLength() : text.lengthMax());
      }
    }
    if (bytes > ENTRY_BYTES_MAX) {
      note("H42", index.name(), "an entry can exceed the 2704 bytes PostgreSQL allows");
    }
  }

  private void left(Index index, String rule, String text) {
    note(rule, index.name(), text);
  }

  private void note(String rule, String index, String text) {
    notes.add(new Note(rule, tableName + "." + index, Fidelity.EXACT, text));
  }
}
