package dev.migrationplanner.database.mysql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Reads MySQL's GTID events with a tag (8.3 and later), which come in the server's self-describing
 * format (mysql-server libs/mysql/serialization): a version, the size, the number of the last field
 * that may not be ignored, then fields by number: 0 flags, 1 UUID, 2 number, 3 tag, and others.
 */
final class TaggedGtid {

  private TaggedGtid() {}

  static String read(EventBytes body) throws IOException {
    number(body); // version of the format
    number(body); // size
    number(body); // last field that may not be ignored
    field(body, 0);
    number(body); // flags
    field(body, 1);
    byte[] uuid = new byte[16];
    for (int i = 0; i < uuid.length; i++) {
      uuid[i] = (byte) number(body);
    }
    field(body, 2);
    long zigzag = number(body);
    long transaction = zigzag >>> 1 ^ -(zigzag & 1);
    field(body, 3);
    String tag = body.text((int) number(body));
    ByteBuffer halves = ByteBuffer.wrap(uuid);
    String source = new UUID(halves.getLong(), halves.getLong()).toString();
    return source + ":" + (tag.isEmpty() ? "" : tag + ":") + transaction;
  }

  private static void field(EventBytes body, int expected) throws IOException {
    long field = number(body);
    if (field != expected) {
      throw new IOException("a tagged GTID has field " + field + " in place of " + expected);
    }
  }

  /** As many low bits set in the first byte as bytes follow; the rest is the number. */
  private static long number(EventBytes body) throws IOException {
    int first = body.u8();
    int more = Integer.numberOfTrailingZeros(~first);
    if (more >= 8) {
      return body.little(8);
    }
    long low = (first & 0xff) >>> (more + 1);
    return more == 0 ? low : low | body.little(more) << (7 - more);
  }
}
