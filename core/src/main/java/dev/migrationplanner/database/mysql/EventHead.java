package dev.migrationplanner.database.mysql;

/**
 * The head of an event.
 *
 * @param type the type code
 * @param server who wrote it first
 * @param next the offset after it, the low 32 bits; 0 if unknown
 */
record EventHead(int type, long server, long next, int flags) {

  static final int QUERY = 2;
  static final int STOP = 3;
  static final int ROTATE = 4;
  static final int FORMAT = 15;
  static final int XID = 16;
  static final int EXECUTE_LOAD = 18;
  static final int TABLE_MAP = 19;
  static final int INCIDENT = 26;
  static final int HEARTBEAT = 27;
  static final int GTID = 33;
  static final int ANONYMOUS_GTID = 34;
  static final int XA_PREPARE = 38;
  static final int PARTIAL_UPDATE = 39;
  static final int PAYLOAD = 40;
  static final int HEARTBEAT2 = 41;
  static final int TAGGED_GTID = 42;
  static final int MARIADB_GTID = 162;
  static final int MARIADB_GTID_LIST = 163;

  private static final int ARTIFICIAL = 0x20;
  private static final int IGNORABLE = 0x80;

  /** Made by the server for this reader, not in the log. */
  boolean artificial() {
    return (flags & ARTIFICIAL) != 0 || next == 0;
  }

  boolean ignorable() {
    return (flags & IGNORABLE) != 0;
  }

  boolean inserts() {
    return type == 23 || type == 30;
  }

  boolean updates() {
    return type == 24 || type == 31;
  }

  boolean deletes() {
    return type == 25 || type == 32;
  }

  boolean rows() {
    return inserts() || updates() || deletes();
  }

  /** Row events of the second version have an extra header. */
  boolean secondVersion() {
    return type >= 30;
  }

  /** What changes no rows and ends no transaction, in either product. */
  boolean harmless() {
    return switch (type) {
      case 3, 5, 13, 14, 28, 29, 35, 36, 37, 160, 161, 164 -> true;
      default -> ignorable();
    };
  }
}
