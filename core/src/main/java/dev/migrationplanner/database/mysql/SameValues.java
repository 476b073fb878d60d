package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether two rows have the same canonical values: by bytes, never by collation. */
final class SameValues {

  private SameValues() {}

  static boolean same(TableView view, @Nullable Object[] a, @Nullable Object[] b) {
    for (int i = 0; i < a.length; i++) {
      if (!same(view.columns().get(i).logical(), a[i], b[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(SqlType logical, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b;
    }
    if (a instanceof RowBuffer.Utf8 x && b instanceof RowBuffer.Utf8 y) {
      return Arrays.equals(x.bytes(), y.bytes())
          || isFixed(logical) && CanonicalText.of(logical, x).equals(CanonicalText.of(logical, y));
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return x.compareTo(y) == 0;
    }
    return a.equals(b);
  }

  private static boolean isFixed(SqlType logical) {
    return logical instanceof SqlType.TextType text && text.fixed();
  }
}
