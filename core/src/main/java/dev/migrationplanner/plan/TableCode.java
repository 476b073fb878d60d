package dev.migrationplanner.plan;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the code of one table is made of in every language: its fields, and the four statements of
 * each side with marks where values go.
 *
 * @param className such as {@code OrderLines}
 * @param key positions of the key's fields
 */
record TableCode(
    String table,
    String className,
    List<CodeField> fields,
    List<Integer> key,
    Sql source,
    Sql target) {

  TableCode {
    fields = List.copyOf(fields);
    key = List.copyOf(key);
  }

  /** One side's statements; {@code mark} writes the place of the n-th value, from 1. */
  record Sql(Function<Marks, Statements> of) {}

  /** How a language's driver marks the place of the n-th value. */
  interface Marks {
    String at(int n);
  }

  /** The four statements. */
  record Statements(String insert, String update, String delete, String find) {}

  static TableCode of(
      MappedTable table,
      String sourceEngine,
      String targetEngine,
      String targetSchema,
      String sourceSchema) {
    var fields = new ArrayList<CodeField>();
    for (int i = 0; i < table.source().columns().size(); i++) {
      fields.add(CodeField.of(table.source().columns().get(i), table.target().columns().get(i)));
    }
    return new TableCode(
        table.name(),
        CodeNames.type(table.name()),
        CodeNames.distinct(fields),
        table.source().key(),
        new Sql(m -> statements(table.source(), sourceEngine, sourceSchema, m)),
        new Sql(m -> statements(table.target(), targetEngine, targetSchema, m)));
  }

  List<CodeField> keys() {
    return key.stream().map(fields::get).toList();
  }

  /** The fields in the order of an UPDATE's marks: first what is set, then the key. */
  List<CodeField> updateOrder() {
    var order = new ArrayList<CodeField>();
    for (int i = 0; i < fields.size(); i++) {
      if (!key.contains(i)) {
        order.add(fields.get(i));
      }
    }
    order.addAll(keys());
    return order;
  }

  private static Statements statements(TableView view, String engine, String schema, Marks marks) {
    var dialect = new CodeDialect(engine, schema);
    String name = dialect.table(view.name());
    List<ColumnView> columns = view.columns();
    var places = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      places.add(dialect.write(columns.get(i), marks.at(i + 1)));
    }
    var sets = new ArrayList<String>();
    int next = 1;
    for (int i = 0; i < columns.size(); i++) {
      if (!view.key().contains(i)) {
        sets.add(
            dialect.name(columns.get(i)) + " = " + dialect.write(columns.get(i), marks.at(next++)));
      }
    }
    String names = join(columns, dialect::name);
    String update =
        sets.isEmpty()
            ? ""
            : "UPDATE "
                + name
                + " SET "
                + String.join(", ", sets)
                + where(view, dialect, marks, next);
    return new Statements(
        "INSERT INTO " + name + " (" + names + ") VALUES (" + String.join(", ", places) + ")",
        update,
        "DELETE FROM " + name + where(view, dialect, marks, 1),
        "SELECT "
            + join(columns, dialect::read)
            + " FROM "
            + name
            + where(view, dialect, marks, 1));
  }

  private static String join(List<ColumnView> columns, Function<ColumnView, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  private static String where(TableView view, CodeDialect dialect, Marks marks, int first) {
    var terms = new ArrayList<String>();
    int next = first;
    for (ColumnView column : view.keyColumns()) {
      terms.add(dialect.name(column) + " = " + dialect.write(column, marks.at(next++)));
    }
    return " WHERE " + String.join(" AND ", terms);
  }
}
