package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import java.io.IOException;
import java.sql.SQLException;

/**
 * How the log stores one column: type code and what belongs to it (mysql-server
 * libs/mysql/binlog/event/rows_event.h, "Table_map_event").
 *
 * @param type the type code; of STRING columns the true one (ENUM, SET, STRING)
 * @param meta length, precision and scale, or fractional digits
 */
record BinlogColumn(int type, int meta) {

  static final int TINY = 1;
  static final int SHORT = 2;
  static final int LONG = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int NULL = 6;
  static final int TIMESTAMP = 7;
  static final int LONGLONG = 8;
  static final int INT24 = 9;
  static final int DATE = 10;
  static final int TIME = 11;
  static final int DATETIME = 12;
  static final int YEAR = 13;
  static final int NEWDATE = 14;
  static final int VARCHAR = 15;
  static final int BIT = 16;
  static final int TIMESTAMP2 = 17;
  static final int DATETIME2 = 18;
  static final int TIME2 = 19;
  static final int BLOB_COMPRESSED = 140;
  static final int VARCHAR_COMPRESSED = 141;
  static final int VECTOR = 242;
  static final int JSON = 245;
  static final int NEWDECIMAL = 246;
  static final int ENUM = 247;
  static final int SET = 248;
  static final int BLOB = 252;
  static final int VAR_STRING = 253;
  static final int STRING = 254;
  static final int GEOMETRY = 255;

  private static final int[] DIGIT_BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  /** Reads what belongs to a type code. */
  static BinlogColumn read(int type, EventBytes body) throws IOException {
    return switch (type) {
      case FLOAT, DOUBLE, 249, 250, 251, BLOB, JSON, GEOMETRY, VECTOR, BLOB_COMPRESSED ->
          new BinlogColumn(type, body.u8());
      case TIME2, DATETIME2, TIMESTAMP2 -> new BinlogColumn(type, body.u8());
      case BIT, VARCHAR, NEWDECIMAL, VARCHAR_COMPRESSED ->
          new BinlogColumn(type, (int) body.little(2));
      case STRING, VAR_STRING, ENUM, SET -> string((int) body.big(2));
      default -> new BinlogColumn(type, 0);
    };
  }

  /** ENUM and SET are logged as STRING; CHAR longer than 255 bytes borrows two bits of the type. */
  private static BinlogColumn string(int meta) {
    int type = meta >> 8;
    int length = meta & 0xff;
    if ((type & 0x30) != 0x30) {
      return new BinlogColumn(type | 0x30, length | ((type & 0x30) ^ 0x30) << 4);
    }
    return new BinlogColumn(type, length);
  }

  /** The canonical text of a key's value. */
  String keyText(String table, ColumnView column, EventBytes body)
      throws IOException, SQLException {
    Object value;
    try {
      value = BinlogValue.read(this, column.column(), body);
    } catch (IllegalArgumentException e) {
      throw new SQLException(
          "the log has a key value of column "
              + column.name()
              + " of table "
              + table
              + " that cannot be read (log type "
              + type
              + ", catalogue type "
              + column.column().nativeType()
              + "): "
              + e.getMessage(),
          e);
    }
    return CanonicalText.of(column.logical(), value);
  }

  /** Skips a value. */
  void skip(EventBytes body) throws IOException {
    switch (type) {
      case VARCHAR, VAR_STRING, STRING, VARCHAR_COMPRESSED ->
          body.skip(body.little(meta > 255 ? 2 : 1));
      case 249, 250, 251, BLOB, JSON, GEOMETRY, VECTOR, BLOB_COMPRESSED ->
          body.skip(body.little(meta));
      default -> body.skip(length());
    }
  }

  private int length() throws IOException {
    return switch (type) {
      case NULL -> 0;
      case TINY, YEAR -> 1;
      case SHORT -> 2;
      case INT24, DATE, NEWDATE, TIME -> 3;
      case LONG, FLOAT, TIMESTAMP -> 4;
      case LONGLONG, DOUBLE, DATETIME -> 8;
      case TIMESTAMP2 -> 4 + (meta + 1) / 2;
      case DATETIME2 -> 5 + (meta + 1) / 2;
      case TIME2 -> 3 + (meta + 1) / 2;
      case NEWDECIMAL -> decimalLength();
      case BIT -> bitLength();
      case ENUM, SET -> meta;
      default -> throw new IOException("the log has a column of unknown type " + type);
    };
  }

  int decimalLength() {
    int scale = meta >> 8;
    int whole = (meta & 0xff) - scale;
    return whole / 9 * 4 + DIGIT_BYTES[whole % 9] + scale / 9 * 4 + DIGIT_BYTES[scale % 9];
  }

  int bitLength() {
    return (meta >> 8) + ((meta & 0xff) > 0 ? 1 : 0);
  }
}
