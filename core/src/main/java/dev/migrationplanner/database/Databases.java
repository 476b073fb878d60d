package dev.migrationplanner.database;

import dev.migrationplanner.database.mysql.MySqlDatabase;
import dev.migrationplanner.database.postgresql.PostgreSqlDatabase;
import dev.migrationplanner.schema.SqlType;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The engines this product knows. */
public final class Databases {

  /** Their names, as {@code engine:} takes them. */
  public static final List<String> ENGINES = List.of("mariadb", "mysql", "postgresql");

  private Databases() {}

  /**
   * Connects.
   *
   * @throws IllegalArgumentException if the engine is unknown
   * @throws SQLException if the server cannot be reached, refuses us, or is another product or too
   *     old; the message says which, and what to do
   */
  public static Database open(Endpoint endpoint) throws SQLException {
    return switch (endpoint.engine().toLowerCase(Locale.ROOT)) {
      case "mariadb", "mysql" -> MySqlDatabase.open(endpoint);
      case "postgresql" -> PostgreSqlDatabase.open(endpoint);
      default ->
          throw new IllegalArgumentException(
              "unknown engine \""
                  + endpoint.engine()
                  + "\"; known are "
                  + String.join(", ", ENGINES));
    };
  }

  /** What a DBA runs so that the product's account there can do its work. */
  public static List<String> grants(Endpoint endpoint) {
    return endpoint.engine().equalsIgnoreCase("postgresql")
        ? PostgreSqlDatabase.grants(endpoint)
        : MySqlDatabase.grants(endpoint);
  }

  /** The DDL of an engine whose server nobody looks at. */
  public static Ddl ddl(Endpoint endpoint) {
    return endpoint.engine().equalsIgnoreCase("postgresql")
        ? PostgreSqlDatabase.ddl(endpoint.schema())
        : MySqlDatabase.ddl(endpoint.engine().equalsIgnoreCase("mariadb"));
  }

  /**
   * The type of a column as that engine spells it, such as {@code bigint unsigned}; unknown where
   * it cannot be read.
   *
   * @param collation of texts, where the engine has one a column; "" = the engine's default
   */
  public static SqlType type(String engine, String nativeType, String collation) {
    return engine.equalsIgnoreCase("postgresql")
        ? PostgreSqlDatabase.type(nativeType)
        : MySqlDatabase.type(nativeType, collation);
  }
}
