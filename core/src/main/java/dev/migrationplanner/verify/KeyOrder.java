package dev.migrationplanner.verify;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.schema.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The order that both engines give to the keys of a table, where they agree on one. */
final class KeyOrder implements Comparator<RowKey> {

  private final List<SqlType> types;

  private KeyOrder(List<SqlType> types) {
    this.types = types;
  }

  /** Empty where key ranges do not mean the same on both sides. */
  static Optional<KeyOrder> of(MappedTable table) {
    List<SqlType> types = table.source().keyColumns().stream().map(ColumnView::logical).toList();
    boolean alike =
        !types.isEmpty() && table.source().keyOrdersAlike() && table.target().keyOrdersAlike();
    return alike ? Optional.of(new KeyOrder(types)) : Optional.empty();
  }

  @Override
  public int compare(RowKey one, RowKey two) {
    for (int i = 0; i < types.size(); i++) {
      int order = compare(types.get(i), one.texts().get(i), two.texts().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(SqlType type, String one, String two) {
    if (one.equals(two)) {
      return 0;
    }
    Object first = CanonicalText.parse(type, one);
    Object second = CanonicalText.parse(type, two);
    if (first instanceof Long a && second instanceof Long b) {
      return a.compareTo(b);
    }
    if (first instanceof byte[] a && second instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    if (first instanceof BigDecimal a && second instanceof BigDecimal b) {
      return a.compareTo(b);
    }
    return new BigInteger(one).compareTo(new BigInteger(two));
  }
}
