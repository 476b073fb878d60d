package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.SqlType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/** Decodes strings of the log, by the catalogue's charset or type. */
final class BinlogText {

  private static final Map<String, String> CHARSETS =
      Map.ofEntries(
          Map.entry("utf8mb4", "UTF-8"),
          Map.entry("utf8mb3", "UTF-8"),
          Map.entry("utf8", "UTF-8"),
          Map.entry("ascii", "US-ASCII"),
          Map.entry("ucs2", "UTF-16BE"),
          Map.entry("utf16", "UTF-16BE"),
          Map.entry("utf16le", "UTF-16LE"),
          Map.entry("utf32", "UTF-32BE"),
          Map.entry("latin2", "ISO-8859-2"),
          Map.entry("latin5", "ISO-8859-9"),
          Map.entry("latin7", "ISO-8859-13"),
          Map.entry("greek", "ISO-8859-7"),
          Map.entry("hebrew", "ISO-8859-8"),
          Map.entry("cp1250", "windows-1250"),
          Map.entry("cp1251", "windows-1251"),
          Map.entry("cp1256", "windows-1256"),
          Map.entry("cp1257", "windows-1257"),
          Map.entry("cp850", "IBM850"),
          Map.entry("cp852", "IBM852"),
          Map.entry("cp866", "IBM866"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("koi8u", "KOI8-U"),
          Map.entry("gbk", "GBK"),
          Map.entry("gb18030", "GB18030"),
          Map.entry("big5", "Big5"),
          Map.entry("euckr", "EUC-KR"),
          Map.entry("ujis", "EUC-JP"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("tis620", "TIS-620"));

  private BinlogText() {}

  /** Bytes for BINARY, else a String. */
  static Object decode(byte[] stored, SqlType type) {
    if (type instanceof SqlType.BinaryType binary) {
      return binary.fixed() ? Arrays.copyOf(stored, (int) binary.lengthMax()) : stored;
    }
    if (type instanceof SqlType.UuidType) {
      return uuid(Arrays.copyOf(stored, 16));
    }
    if (type instanceof SqlType.InetType inet) {
      return inet.version() == 4 ? inet4(Arrays.copyOf(stored, 4)) : inet6(stored);
    }
    if (type instanceof SqlType.TextType text) {
      return text(stored, text);
    }
    throw new IllegalArgumentException("a string is in the log");
  }

  private static String text(byte[] stored, SqlType.TextType type) {
    String collation = type.collation().name();
    int end = collation.indexOf('_');
    String charset = end < 0 ? collation : collation.substring(0, end);
    if (charset.equals("latin1")) {
      return latin1(stored);
    }
    String known = CHARSETS.get(charset);
    if (known == null || !Charset.isSupported(known)) {
      throw new IllegalArgumentException(
          "its charset " + charset + " is not known; convert the column to utf8mb4");
    }
    try {
      return Charset.forName(known).newDecoder().decode(ByteBuffer.wrap(stored)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not valid in its charset " + charset, e);
    }
  }

  /** The server's latin1 is windows-1252, whose five holes stand for themselves. */
  private static String latin1(byte[] stored) {
    var text = new StringBuilder(stored.length);
    Charset windows = Charset.forName("windows-1252");
    for (byte b : stored) {
      int code = b & 0xff;
      boolean hole = code == 0x81 || code == 0x8d || code == 0x8f || code == 0x90 || code == 0x9d;
      if (code < 0x80 || code >= 0xa0 || hole) {
        text.append((char) code);
      } else {
        text.append(windows.decode(ByteBuffer.wrap(new byte[] {b})));
      }
    }
    return text.toString();
  }

  /**
   * MariaDB stores UUIDs of versions 1 to 5 with their groups in reverse order, so that those made
   * one after the other stand together (MariaDB sql/sql_type_uuid.h, "UUID::record_to_memory").
   */
  private static String uuid(byte[] record) {
    boolean swapped =
        (record[6] & 0x80) != 0 && (record[8] & 0xf0) > 0 && (record[8] & 0xf0) < 0x60;
    byte[] bytes = record;
    if (swapped) {
      bytes = new byte[16];
      System.arraycopy(record, 12, bytes, 0, 4);
      System.arraycopy(record, 10, bytes, 4, 2);
      System.arraycopy(record, 8, bytes, 6, 2);
      System.arraycopy(record, 6, bytes, 8, 2);
      System.arraycopy(record, 0, bytes, 10, 6);
    }
    ByteBuffer halves = ByteBuffer.wrap(bytes);
    return new UUID(halves.getLong(), halves.getLong()).toString();
  }

  private static String inet4(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("it is no address", e);
    }
  }

  /** As the server prints it: the longest run of zero groups is "::", mapped IPv4 in dots. */
  private static String inet6(byte[] stored) {
    byte[] bytes = Arrays.copyOf(stored, 16);
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int[] gap = longestZeros(groups);
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i >= gap[0] && i < gap[0] + gap[1]) {
        text.append(i == gap[0] ? ":" : "").append(i == 7 ? ":" : "");
      } else if (i == 6 && isIpv4(groups, gap)) {
        return text.append(':').append(inet4(Arrays.copyOfRange(bytes, 12, 16))).toString();
      } else {
        text.append(i > 0 ? ":" : "").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static boolean isIpv4(int[] groups, int[] gap) {
    return gap[0] == 0 && (gap[1] == 6 || gap[1] == 5 && groups[5] == 0xffff);
  }

  private static int[] longestZeros(int[] groups) {
    int[] best = {-1, 0};
    for (int start = 0; start < 8; start++) {
      int length = 0;
      while (start + length < 8 && groups[start + length] == 0) {
        length++;
      }
      if (length > 1 && length > best[1]) {
        best = new int[] {start, length};
      }
    }
    return best;
  }
}
