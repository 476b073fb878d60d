package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/** The pieces of SQL about one table; its alias is {@code t}. */
final class TableSql {

  private final String schema;
  private final TableView view;

  TableSql(String schema, TableView view) {
    this.schema = schema;
    this.view = view;
  }

  /** Qualified name. */
  String name() {
    return Quoting.DOUBLE.quote(schema) + "." + Quoting.DOUBLE.quote(view.name());
  }

  /** The carried columns, bare. */
  String columns() {
    return Quoting.DOUBLE.quoteAll(view.columnNames());
  }

  /** Columns of an alias. */
  static String of(String alias, List<ColumnView> columns) {
    var terms = new StringJoiner(", ");
    columns.forEach(c -> terms.add(alias + "." + Quoting.DOUBLE.quote(c.name())));
    return terms.toString();
  }

  /** Terms of an alias as they are decoded: what has no handy binary form comes as text. */
  static String decodable(String alias, List<ColumnView> columns) {
    var terms = new StringJoiner(", ");
    columns.forEach(c -> terms.add(term(alias + "." + Quoting.DOUBLE.quote(c.name()), c)));
    return terms.toString();
  }

  private static String term(String name, ColumnView column) {
    return switch (Physical.of(column.column())) {
      case INET, CIDR ->
          "CASE WHEN " + name + " IS NULL THEN NULL ELSE format('%s', " + name + ") END";
      case TEXT_ARRAY -> "array_to_string(" + name + ", ',')";
      default -> name;
    };
  }

  /** WHERE of a range, whole tuples compared; "" for the whole table. */
  String where(KeyRange range) throws SQLException {
    var conditions = new StringJoiner(" AND ", " WHERE ", "");
    conditions.setEmptyValue("");
    if (range.after() != null) {
      conditions.add(tuple() + " > " + tuple(range.after()));
    }
    if (range.upTo() != null) {
      conditions.add(tuple() + " <= " + tuple(range.upTo()));
    }
    return conditions.toString();
  }

  /** The key's columns in parentheses. */
  private String tuple() {
    return "(" + of("t", key()) + ")";
  }

  private String tuple(RowKey key) throws SQLException {
    var literals = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < key().size(); i++) {
      literals.add(KeyLiterals.literal(key().get(i), key.texts().get(i)));
    }
    return literals.toString();
  }

  /** The key's columns; an error if there are none. */
  List<ColumnView> key() throws IllegalStateException {
    if (view.key().isEmpty()) {
      throw new IllegalStateException("table " + view.name() + " has no usable key");
    }
    return view.keyColumns();
  }

  String orderByKey() {
    return view.key().isEmpty() ? "" : " ORDER BY " + of("t", key());
  }

  /** Condition that the row has one of these keys, as the column's own equality has it. */
  String hasKey(Collection<RowKey> keys) throws SQLException {
    return key().size() == 1
        ? of("t", key()) + " = ANY (" + KeyLiterals.array(key().get(0), keys, 0) + ")"
        : tuple() + " IN (SELECT * FROM unnest(" + KeyLiterals.arrays(key(), keys) + "))";
  }

  /** The same, but byte for byte where the column's collation calls different texts equal. */
  String hasExactKey(Collection<RowKey> keys) throws SQLException {
    if (key().stream().allMatch(TableSql::exact)) {
      return hasKey(keys);
    }
    var names = new StringJoiner(", ");
    var equal = new StringJoiner(" AND ");
    for (int i = 0; i < key().size(); i++) {
      ColumnView column = key().get(i);
      String name = of("t", List.of(column));
      names.add("k" + i);
      equal.add(name + " = k.k" + i);
      if (!exact(column)) {
        equal.add(name + "::text COLLATE \"C\" = k.k" + i + "::text COLLATE \"C\"");
      }
    }
    return "EXISTS (SELECT FROM unnest(%s) AS k(%s) WHERE %s)"
        .formatted(KeyLiterals.arrays(key(), keys), names, equal);
  }

  /** Whether the column's equality is that of bytes. */
  static boolean exact(ColumnView column) {
    return !(column.column().type() instanceof SqlType.TextType text) || text.collation().exact();
  }
}
