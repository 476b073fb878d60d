package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.LogPosition;
import java.sql.SQLException;

/**
 * A place of one server's log as checkpoints keep it.
 *
 * @param identity the server's (see {@link ServerProbe})
 * @param place where to read on
 * @param gtids MariaDB: the last GTID of each domain before the place, which tells this history
 *     from another; MySQL: transactions not to be delivered, and of which the server must have all
 */
record LogAddress(String identity, BinlogPlace place, String gtids) {

  private static final String VERSION = "binlog1";

  LogPosition position() {
    return new LogPosition(
        place.number(),
        place.offset(),
        String.join(";", VERSION, identity, place.file(), Long.toString(place.offset()), gtids));
  }

  static LogAddress parse(LogPosition position) throws SQLException {
    String[] terms = position.text().split(";", -1);
    if (terms.length != 5 || !terms[0].equals(VERSION)) {
      throw new SQLException(
          "the saved log position is not one of a MySQL or MariaDB log: " + position.text());
    }
    return new LogAddress(terms[1], BinlogPlace.parse(terms[2] + ":" + terms[3]), terms[4]);
  }
}
