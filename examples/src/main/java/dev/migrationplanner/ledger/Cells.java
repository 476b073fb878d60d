package dev.migrationplanner.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row's values as bytes: each value's length, then its UTF-8 text; NULL has the length -1.
 * Different rows differ.
 */
final class Cells {

  private Cells() {}

  static byte[] of(List<@Nullable String> values) {
    List<byte[]> texts = new ArrayList<>(values.size());
    int length = 0;
    for (String value : values) {
      byte[] text = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
      texts.add(text);
      length += Integer.BYTES + text.length;
    }
    ByteBuffer cells = ByteBuffer.allocate(length);
    for (int index = 0; index < texts.size(); index++) {
      cells.putInt(values.get(index) == null ? -1 : texts.get(index).length).put(texts.get(index));
    }
    return cells.array();
  }

  static Row row(TableShape table, byte[] cells) {
    ByteBuffer in = ByteBuffer.wrap(cells);
    List<@Nullable String> values = new ArrayList<>();
    for (int column = 0; column < table.columns().size(); column++) {
      values.add(next(in));
    }
    return new Row(table, values);
  }

  private static @Nullable String next(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** 64 bits of the row, evenly spread; never 0, which stands for unknown. */
  static long hash(byte[] cells) {
    try {
      long hash = ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(cells)).getLong();
      return hash == 0 ? 1 : hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5.", e);
    }
  }
}
