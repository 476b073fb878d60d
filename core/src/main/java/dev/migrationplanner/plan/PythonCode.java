package dev.migrationplanner.plan;

import dev.migrationplanner.plan.TableCode.Statements;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One table's Python, on OpenFeature. */
final class PythonCode {

  private static final String TEXT =
      """
      from dataclasses import dataclass
      from datetime import date, datetime
      from decimal import Decimal
      from typing import Optional

      from migration import read, write

      SQL = {
          "source": {"insert": %insertSource%, "update": %updateSource%, "delete": %deleteSource%, "find": %findSource%},
          "target": {"insert": %insertTarget%, "update": %updateTarget%, "delete": %deleteTarget%, "find": %findTarget%},
      }


      @dataclass(frozen=True)
      class %class%Row:
      %fields%


      def row_key(%keys%):
          return %tableLiteral%, [%keyNames%], [%keyTexts%]


      def insert(transaction, row):
          \"""Dual write: the caller sees the authority's outcome only.\"""
          write(transaction, row_key(%rowKey%), lambda cursor, side: cursor.execute(SQL[side]["insert"], (%rowValues%,)))
      %update%

      def delete(transaction, %keys%):
          \"""Dual delete.\"""
          write(transaction, row_key(%keys%), lambda cursor, side: cursor.execute(SQL[side]["delete"], (%keys%,)))


      def find(query, %keys%):
          \"""Flagged read, with the other side read beside it and compared; None if there is no such row.

          query(side, sql, values) is yours: it gives one row as a tuple, or None.
          \"""
          found = read(row_key(%keys%), lambda side: query(side, SQL[side]["find"], (%keys%,)))
          return None if found is None else %class%Row(*found)
      """;

  private static final String UPDATE =
      """


      def update(transaction, row):
          \"""Dual write of every column of a row that is there.\"""
          write(transaction, row_key(%rowKey%), lambda cursor, side: cursor.execute(SQL[side]["update"], (%updateValues%,)))
      """;

  private PythonCode() {}

  static String of(TableCode table) {
    Statements source = percents(table.source().of().apply(n -> "\u0000"));
    Statements target = percents(table.target().of().apply(n -> "\u0000"));
    List<CodeField> keys = table.keys();
    return TEXT.replace("%update%", source.update().isEmpty() ? "" : UPDATE)
        .replace("%class%", table.className())
        .replace("%fields%", each(table.fields(), PythonCode::field, "\n"))
        .replace("%insertSource%", literal(source.insert()))
        .replace("%insertTarget%", literal(target.insert()))
        .replace("%updateSource%", literal(source.update()))
        .replace("%updateTarget%", literal(target.update()))
        .replace("%deleteSource%", literal(source.delete()))
        .replace("%deleteTarget%", literal(target.delete()))
        .replace("%findSource%", literal(source.find()))
        .replace("%findTarget%", literal(target.find()))
        .replace("%tableLiteral%", literal(table.table()))
        .replace("%keyNames%", each(keys, f -> literal(f.column()), ", "))
        .replace("%keyTexts%", each(keys, f -> "str(" + name(f) + ")", ", "))
        .replace("%rowKey%", each(keys, f -> "row." + name(f), ", "))
        .replace("%rowValues%", each(table.fields(), f -> "row." + name(f), ", "))
        .replace("%updateValues%", each(table.updateOrder(), f -> "row." + name(f), ", "))
        .replace("%keys%", each(keys, PythonCode::name, ", "));
  }

  /** Both common drivers mark values by {@code %s}, so a percent sign in a name is doubled. */
  private static Statements percents(Statements s) {
    return new Statements(
        marked(s.insert()), marked(s.update()), marked(s.delete()), marked(s.find()));
  }

  private static String marked(String sql) {
    return sql.replace("%", "%%").replace("\u0000", "%s");
  }

  private static String name(CodeField field) {
    return CodeNames.snake(field.name());
  }

  private static String field(CodeField f) {
    return "    " + name(f) + ": Optional[" + f.kind().python() + "]";
  }

  private static String each(
      List<CodeField> fields, Function<CodeField, String> text, String between) {
    return fields.stream().map(text).collect(Collectors.joining(between));
  }

  private static String literal(String text) {
    return ApplicationCode.literal(text);
  }
}
