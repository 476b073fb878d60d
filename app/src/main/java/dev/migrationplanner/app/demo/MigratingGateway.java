package dev.migrationplanner.app.demo;

import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Work;
import dev.migrationplanner.shop.Gateway;
import java.sql.SQLException;
import java.util.List;

/** The shop's way to its data through the migration: all that its code had to change. */
record MigratingGateway(Migration migration) implements Gateway {

  @Override
  public void write(String routingKey, List<RowKey> keys, Work<Boolean> work) throws SQLException {
    migration.write(routingKey, keys, work);
  }

  @Override
  public <T> T read(String routingKey, String table, Work<T> read, Comparison<T> comparison)
      throws SQLException {
    return migration.read(routingKey, table, read, comparison);
  }
}
