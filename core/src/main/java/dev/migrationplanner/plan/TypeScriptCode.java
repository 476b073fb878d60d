package dev.migrationplanner.plan;

import dev.migrationplanner.plan.TableCode.Statements;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One table's TypeScript, on OpenFeature. */
final class TypeScriptCode {

  private static final String TEXT =
      """
      import { type Query, type RowKey, type Transact, read, write } from './migration.js';

      /** One row of %table%. */
      export interface %class%Row { %fields% }
      export interface %class%Key { %keyFields% }

      const SQL = {
        source: { insert: %insertSource%, update: %updateSource%, remove: %deleteSource%, find: %findSource% },
        target: { insert: %insertTarget%, update: %updateTarget%, remove: %deleteTarget%, find: %findTarget% },
      };

      function rowKey(key: %class%Key): RowKey {
        return { table: %tableLiteral%, columns: [%keyNames%], values: [%keyTexts%] };
      }

      /** Dual write: the caller sees the authority's outcome only. */
      export function insert%class%(transact: Transact, row: %class%Row) {
        return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [%rowValues%]));
      }
      %update%
      /** Dual delete. */
      export function remove%class%(transact: Transact, key: %class%Key) {
        return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [%keyValues%]));
      }

      /** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
      export function find%class%(query: Query, key: %class%Key) {
        return read(rowKey(key), (side) => query(side, SQL[side].find, [%keyValues%]));
      }
      """;

  private static final String UPDATE =
      """

      /** Dual write of every column of a row that is there. */
      export function update%class%(transact: Transact, row: %class%Row) {
        return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [%updateValues%]));
      }
      """;

  private TypeScriptCode() {}

  static String of(TableCode table) {
    Statements source = table.source().of().apply(marks(table, true));
    Statements target = table.target().of().apply(marks(table, false));
    List<CodeField> keys = table.keys();
    return TEXT.replace("%update%", source.update().isEmpty() ? "" : UPDATE)
        .replace("%table%", table.table().replace("*/", "* /"))
        .replace("%class%", table.className())
        .replace("%fields%", each(table.fields(), TypeScriptCode::field, " "))
        .replace("%keyFields%", each(keys, TypeScriptCode::field, " "))
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
        .replace("%keyTexts%", each(keys, f -> "String(key." + f.name() + ")", ", "))
        .replace("%rowValues%", each(table.fields(), f -> "row." + f.name(), ", "))
        .replace("%updateValues%", each(table.updateOrder(), f -> "row." + f.name(), ", "))
        .replace("%keyValues%", each(keys, f -> "key." + f.name(), ", "));
  }

  /** mysql2 has question marks, pg has numbers. */
  private static TableCode.Marks marks(TableCode table, boolean source) {
    String probe = (source ? table.source() : table.target()).of().apply(n -> "?").find();
    boolean postgreSql = !probe.contains("`");
    return n -> postgreSql ? "$" + n : "?";
  }

  private static String field(CodeField f) {
    return f.name() + ": " + f.kind().typeScript() + " | null;";
  }

  private static String each(
      List<CodeField> fields, Function<CodeField, String> text, String between) {
    return fields.stream().map(text).collect(Collectors.joining(between));
  }

  private static String literal(String text) {
    return ApplicationCode.literal(text);
  }
}
