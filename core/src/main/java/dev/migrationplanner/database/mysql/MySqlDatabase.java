package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Endpoint;
import java.sql.SQLException;

/** A MySql database. */
public abstract class MySqlDatabase implements Database {

  /** Connects. */
  public static Database open(Endpoint endpoint) throws SQLException {
    throw new SQLException("cannot open " + endpoint + ": this engine is not built in yet");
  }
}
