package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.SqlType;
import java.io.IOException;

/**
 * UUIDs of 32 hexadecimal digits, dashes anywhere; or, where a text has to come back as it was, in
 * the one spelling that does; or of their 16 bytes.
 */
enum UuidEncoder implements Encoder {
  ANY_SPELLING,
  ONE_SPELLING,
  BYTES;

  private static final int BYTES_OF_UUID = 16;
  private static final int LENGTH = 36;

  static UuidEncoder of(SqlType logical) {
    return logical instanceof SqlType.BinaryType
        ? BYTES
        : logical instanceof SqlType.TextType ? ONE_SPELLING : ANY_SPELLING;
  }

  @Override
  public void bytes(byte[] value, CopyBuffer out) throws IOException {
    if (this != BYTES || value.length != BYTES_OF_UUID) {
      throw new ArithmeticException("the bytes are no UUID of 16 bytes");
    }
    out.int32(BYTES_OF_UUID);
    out.bytes(value, 0, value.length);
  }

  @Override
  public void utf8(byte[] text, CopyBuffer out) throws IOException {
    if (this == ONE_SPELLING && !spelled(text)) {
      throw new ArithmeticException(
          "the text is no UUID in 36 lower-case characters, the target a uuid");
    }
    long high = 0;
    long low = 0;
    int digits = 0;
    for (byte b : text) {
      if (b != '-') {
        high = (high << 4) | (low >>> 60);
        low = (low << 4) | digit(b);
        digits++;
      }
    }
    if (digits != 2 * BYTES_OF_UUID) {
      throw new ArithmeticException("the text is no UUID");
    }
    out.int32(BYTES_OF_UUID);
    out.int64(high);
    out.int64(low);
  }

  private static boolean spelled(byte[] text) {
    if (text.length != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
      if (dash ? text[i] != '-' : !digit) {
        return false;
      }
    }
    return true;
  }

  private static int digit(byte b) {
    int digit = Character.digit(b, 16);
    if (digit < 0) {
      throw new ArithmeticException("the text is no UUID");
    }
    return digit;
  }
}
