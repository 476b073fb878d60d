package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns of a table must be whole in a key, so that text and bytes need a bound; a plain
 * index takes a prefix instead.
 */
final class MySqlDdlKeys {

  private static final int PREFIX_MAX = 255;

  private final Map<String, Integer> parts = new HashMap<>();

  MySqlDdlKeys(Schema schema, Table table) {
    own(table);
    table.foreignKeys().forEach(k -> widen(k.columns()));
    for (Table child : schema.tables()) {
      for (ForeignKey key : child.foreignKeys()) {
        if (key.referencedTable().equals(table.name())) {
          widen(key.referencedColumns());
        }
      }
    }
  }

  /** 0, or how many columns the widest key has that this column is part of. */
  int parts(String column) {
    return parts.getOrDefault(column, 0);
  }

  /** The index, with a prefix where a column is too long to be indexed whole. */
  static Index index(Index index, List<Column> columns) {
    var converted = index.parts().stream().map(p -> part(p, columns)).toList();
    return new Index(index.name(), index.kind(), converted);
  }

  private static Index.Part part(Index.Part part, List<Column> columns) {
    Column column =
        columns.stream().filter(c -> c.name().equals(part.term())).findFirst().orElseThrow();
    boolean unbounded =
        (column.type() instanceof TextType text
                && (text.lengthMax() == 0 || text.lengthMax() > 768))
            || (column.type() instanceof BinaryType bytes && bytes.lengthMax() == 0);
    return unbounded ? new Index.Part(part.term(), false, PREFIX_MAX, part.descending()) : part;
  }

  private void own(Table table) {
    Key key = table.primaryKey();
    if (key != null) {
      widen(key.columns());
    }
    for (Index index : table.indexes()) {
      if (index.kind() == Index.Kind.UNIQUE) {
        widen(index.parts().stream().map(Index.Part::term).toList());
      }
    }
  }

  private void widen(List<String> columns) {
    columns.forEach(c -> parts.merge(c, columns.size(), Math::max));
  }
}
