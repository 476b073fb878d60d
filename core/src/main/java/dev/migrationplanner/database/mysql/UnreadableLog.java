package dev.migrationplanner.database.mysql;

import java.sql.SQLException;

/** Says what in a log cannot be read for keys, where, and what to do (rule 6). */
final class UnreadableLog {

  static final String ROW_REMEDY =
      "SET GLOBAL binlog_format=ROW, end the sessions that still use another, and compare anew";
  static final String XA_REMEDY =
      "end all XA transactions on these tables (XA RECOVER lists them), then compare and go on";
  static final String REPORT = "report this, with the server's version";

  private UnreadableLog() {}

  /** About an event that is neither understood nor harmless. */
  static SQLException event(String database, BinlogPlace after, int type) {
    return switch (type) {
      case EventHead.INCIDENT ->
          of(database, after, "an incident: the server may have lost events", "compare all anew");
      case EventHead.PARTIAL_UPDATE ->
          of(database, after, "a partial JSON update", "SET GLOBAL binlog_row_value_options=''");
      case EventHead.PAYLOAD ->
          of(
              database,
              after,
              "a compressed transaction",
              "SET GLOBAL binlog_transaction_compression=OFF");
      case 165, 166, 167, 168, 169, 170, 171 ->
          of(database, after, "a compressed event", "SET GLOBAL log_bin_compress=OFF");
      case EventHead.EXECUTE_LOAD, 17, 6, 8, 9, 10, 11, 12 ->
          of(database, after, "LOAD DATA logged as a statement", ROW_REMEDY);
      default -> of(database, after, "an event of unknown type " + type, REPORT);
    };
  }

  static SQLException of(String database, BinlogPlace after, String what, String remedy) {
    return new SQLException(
        "the change log of "
            + database
            + " holds, after "
            + after
            + ", "
            + what
            + ", which cannot be read for keys. Sync stops before anything is lost: "
            + remedy
            + ".");
  }
}
