package dev.migrationplanner.app.synconly;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Work;
import dev.migrationplanner.shop.Gateway;
import java.sql.SQLException;
import java.util.List;

/** An application without the library: one connection string, changed when the shop moves. */
final class MovingShop implements Gateway {
  private final Gateway onSource;
  private final Gateway onTarget;
  private volatile Gateway now;

  MovingShop(HikariDataSource source, HikariDataSource target) {
    onSource = Gateway.plain(source, Side.SOURCE);
    onTarget = Gateway.plain(target, Side.TARGET);
    now = onSource;
  }

  void moveTo(Side side) {
    now = side == Side.SOURCE ? onSource : onTarget;
  }

  @Override
  public void write(String routingKey, List<RowKey> keys, Work<Boolean> work) throws SQLException {
    now.write(routingKey, keys, work);
  }

  @Override
  public <T> T read(String routingKey, String table, Work<T> read, Comparison<T> comparison)
      throws SQLException {
    return now.read(routingKey, table, read, comparison);
  }
}
