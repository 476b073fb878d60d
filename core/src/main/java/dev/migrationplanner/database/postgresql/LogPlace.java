package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.LogPosition;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A place in the log of one slot: which server's history (system identifier and timeline), which
 * slot, where.
 */
record LogPlace(String identity, String slot, long lsn) {

  static LogPlace parse(LogPosition position) throws LogLostException {
    String[] parts = position.text().split(" ", -1);
    if (parts.length != 3) {
      throw new LogLostException(
          "\"" + position.text() + "\" is no place in a PostgreSQL log; compare the tables anew");
    }
    return new LogPlace(parts[0], parts[1], LogSequenceNumber.valueOf(parts[2]).asLong());
  }

  LogPosition position() {
    return new LogPosition(0, lsn, identity + " " + slot + " " + text(lsn));
  }

  LogPlace at(long otherLsn) {
    return new LogPlace(identity, slot, otherLsn);
  }

  static String text(long lsn) {
    return LogSequenceNumber.valueOf(lsn).asString();
  }
}
