package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.Visibility;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a MariaDB snapshot sees: all transactions whose end in the binary log is not after its
 * place; none if the server writes no binary log.
 */
record PlaceVisibility(@Nullable BinlogPlace place) implements Visibility {

  @Override
  public boolean covers(ChangeTag transaction) {
    try {
      return place != null && BinlogPlace.parse(transaction.text()).compareTo(place) <= 0;
    } catch (SQLException e) {
      throw new IllegalArgumentException("not a tag of a MariaDB log: " + transaction.text(), e);
    }
  }

  @Override
  public String text() {
    return place == null ? "" : place.toString();
  }
}
