package dev.migrationplanner.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.ledger.Engine;
import dev.migrationplanner.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** The shop as a whole: its schema, its rows, its ledger and its traffic. */
public final class Shop implements AutoCloseable {

  private static final long SEED = 42;
  private static final String SCHEMA = "shop-mariadb.sql";

  private final Memory memory = new Memory();
  private final Ledger ledger;

  private Shop(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A shop without rows, which keeps its ledger outside any database.
   *
   * @param ledgerFile where each write is recorded, one JSON object a line
   */
  public static Shop open(Path ledgerFile) {
    return new Shop(new Ledger(ShopTables.BUSINESS, ShopTables.AUDIT_TABLE, ledgerFile));
  }

  /**
   * The pool that the shop's code expects: sessions in UTC, READ COMMITTED.
   *
   * @param jdbcUrl of a MariaDB or PostgreSQL database, with the user if it needs one
   */
  public static HikariDataSource pool(String name, String jdbcUrl, int connectionsMax) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(connectionsMax);
    config.setConnectionTimeout(5_000);
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    boolean postgresql = jdbcUrl.startsWith("jdbc:postgresql:");
    config.setConnectionInitSql((postgresql ? Engine.POSTGRESQL : Engine.MARIADB).utcStatement());
    return new HikariDataSource(config);
  }

  /** The statements that make the shop's tables on MariaDB. */
  public static String schemaSql() {
    try (InputStream in = Objects.requireNonNull(Shop.class.getResourceAsStream(SCHEMA), SCHEMA)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + SCHEMA + " from the class path.", e);
    }
  }

  /** Makes the tables in an empty MariaDB database. */
  public void createSchema(DataSource mariaDb) throws SQLException {
    try (Connection connection = mariaDb.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : schemaSql().split(";\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
  }

  /**
   * Fills the empty tables and enters the rows into the ledger.
   *
   * @param scale 1 for about 224,000 rows
   * @param progress is told the number of rows so far
   */
  public void load(DataSource database, double scale, LongConsumer progress) throws SQLException {
    try (Loader loader = new Loader(database.getConnection(), ledger, memory, SEED, progress)) {
      loader.load(scale);
    }
  }

  /** Customers who come through a gateway; start them when all is ready. */
  public Traffic traffic(Gateway gateway, TrafficOptions options) {
    return new Traffic(options, memory, ledger, gateway);
  }

  /** What the customers were promised. */
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() {
    ledger.close();
  }
}
