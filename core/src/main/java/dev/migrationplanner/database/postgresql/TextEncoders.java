package dev.migrationplanner.database.postgresql;

import java.io.IOException;

/** Encoders of what travels as UTF-8. */
final class TextEncoders {

  private static final int TEXT_OID = 25;

  private TextEncoders() {}

  /** PostgreSQL's text is any UTF-8 but NUL. */
  static void checkNoNul(byte[] text) {
    checkNoNul(text, 0, text.length);
  }

  private static void checkNoNul(byte[] data, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (data[i] == 0) {
        throw new ArithmeticException("the text holds a NUL character, which cannot be stored");
      }
    }
  }

  /** Text, enum labels and json as they are. */
  record Plain() implements Encoder {
    @Override
    public void utf8(byte[] text, CopyBuffer out) throws IOException {
      utf8(text, 0, text.length, out);
    }

    @Override
    public void utf8(byte[] data, int start, int length, CopyBuffer out) throws IOException {
      checkNoNul(data, start, length);
      out.int32(length);
      out.bytes(data, start, length);
    }
  }

  /**
   * A version byte goes before the text.
   *
   * @param tree refuses what would not be the same tree, or be spelled in two ways by the
   *     comparison
   */
  record JsonB(boolean tree) implements Encoder {
    @Override
    public void utf8(byte[] text, CopyBuffer out) throws IOException {
      checkNoNul(text);
      if (tree) {
        JsonTrees.check(text);
      }
      out.int32(text.length + 1);
      out.int8(1);
      out.bytes(text);
    }
  }

  /** The labels of a set as an array of text. */
  record SetArray() implements Encoder {
    @Override
    public void utf8(byte[] text, CopyBuffer out) throws IOException {
      checkNoNul(text);
      int labels = text.length == 0 ? 0 : 1 + commas(text);
      out.int32(labels == 0 ? 12 : 20 + 4 * labels + text.length - (labels - 1));
      out.int32(labels == 0 ? 0 : 1);
      out.int32(0);
      out.int32(TEXT_OID);
      if (labels > 0) {
        out.int32(labels);
        out.int32(1);
        elements(text, out);
      }
    }

    private static int commas(byte[] text) {
      int commas = 0;
      for (byte b : text) {
        commas += b == ',' ? 1 : 0;
      }
      return commas;
    }

    private static void elements(byte[] text, CopyBuffer out) throws IOException {
      int start = 0;
      for (int i = 0; i <= text.length; i++) {
        if (i == text.length || text[i] == ',') {
          out.int32(i - start);
          out.bytes(text, start, i - start);
          start = i + 1;
        }
      }
    }
  }
}
