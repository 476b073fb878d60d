package dev.migrationplanner.database.mysql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A byte in a binary log. Files are compared by their number: the tenth million file has one digit
 * more than the ones before.
 */
record BinlogPlace(String file, long offset) implements Comparable<BinlogPlace> {

  private static final Pattern NUMBER = Pattern.compile("\\.(\\d+)$");

  /** The file's number. */
  long number() {
    Matcher number = NUMBER.matcher(file);
    return number.find() ? Long.parseLong(number.group(1)) : 0;
  }

  /** Reads {@code file:offset}. */
  static BinlogPlace parse(String text) throws SQLException {
    int colon = text.lastIndexOf(':');
    try {
      return new BinlogPlace(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new SQLException("not a place in a binary log: \"" + text + "\"", e);
    }
  }

  @Override
  public int compareTo(BinlogPlace other) {
    int byFile = Long.compare(number(), other.number());
    return byFile != 0 ? byFile : Long.compare(offset, other.offset);
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
