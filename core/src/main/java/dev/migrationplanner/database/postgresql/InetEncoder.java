package dev.migrationplanner.database.postgresql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses: family (2 or 3), bits of the mask, whether cidr, count of bytes, bytes. The text is
 * read here, since the JDK turns an IPv4 address mapped into IPv6 into plain IPv4.
 */
record InetEncoder(boolean cidr, boolean oneSpelling) implements Encoder {

  @Override
  public void utf8(byte[] text, CopyBuffer out) throws IOException {
    String address = new String(text, StandardCharsets.US_ASCII);
    int slash = address.indexOf('/');
    byte[] bytes = parse(slash < 0 ? address : address.substring(0, slash));
    int bits = slash < 0 ? bytes.length * 8 : number(address.substring(slash + 1), 128);
    String mask = bits == bytes.length * 8 ? "" : "/" + bits;
    if (oneSpelling && !address.equals(spelled(bytes) + mask)) {
      throw new ArithmeticException(
          "the text is no IP address as PostgreSQL spells it, the target an inet");
    }
    out.int32(4 + bytes.length);
    out.int8(bytes.length == 4 ? 2 : 3);
    out.int8(bits);
    out.int8(cidr ? 1 : 0);
    out.int8(bytes.length);
    out.bytes(bytes);
  }

  /**
   * An address as PostgreSQL writes it: the first of the longest runs of zeros is left out, if it
   * has two groups or more; the last two groups are written as IPv4 where zeros alone, or zeros and
   * ffff, stand before them.
   */
  static String spelled(byte[] bytes) {
    if (bytes.length == 4) {
      return four(bytes, 0);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int gap = 0;
    int length = 0;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        gap = i;
        length = end - i;
      }
    }
    return length < 2 ? joined(groups, 0, 8) : shortened(groups, gap, length, bytes);
  }

  private static String shortened(int[] groups, int gap, int length, byte[] bytes) {
    boolean embedded =
        gap == 0
            && (length == 6
                || (length == 7 && groups[7] != 1)
                || (length == 5 && groups[5] == 0xffff));
    if (embedded) {
      return (length == 5 ? "::ffff:" : "::") + four(bytes, 12);
    }
    return joined(groups, 0, gap) + "::" + joined(groups, gap + length, 8);
  }

  private static String joined(int[] groups, int from, int to) {
    return java.util.Arrays.stream(groups, from, to)
        .mapToObj(Integer::toHexString)
        .collect(java.util.stream.Collectors.joining(":"));
  }

  private static String four(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        + "."
        + (bytes[at + 1] & 0xff)
        + "."
        + (bytes[at + 2] & 0xff)
        + "."
        + (bytes[at + 3] & 0xff);
  }

  static byte[] parse(String address) {
    return address.indexOf(':') < 0 ? version4(address) : version6(address);
  }

  private static byte[] version4(String address) {
    String[] parts = address.split("\\.", -1);
    if (parts.length != 4) {
      throw bad();
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) number(parts[i], 255);
    }
    return bytes;
  }

  private static byte[] version6(String address) {
    int gap = address.indexOf("::");
    List<Byte> head = groups(gap < 0 ? address : address.substring(0, gap));
    List<Byte> tail = gap < 0 ? List.of() : groups(address.substring(gap + 2));
    int missing = 16 - head.size() - tail.size();
    if (gap < 0 ? missing != 0 : missing < 2) {
      throw bad();
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < head.size(); i++) {
      bytes[i] = head.get(i);
    }
    for (int i = 0; i < tail.size(); i++) {
      bytes[16 - tail.size() + i] = tail.get(i);
    }
    return bytes;
  }

  private static List<Byte> groups(String text) {
    var bytes = new ArrayList<Byte>(16);
    if (text.isEmpty()) {
      return bytes;
    }
    for (String group : text.split(":", -1)) {
      if (group.indexOf('.') >= 0) {
        for (byte b : version4(group)) {
          bytes.add(b);
        }
      } else {
        int value = hexadecimal(group);
        bytes.add((byte) (value >> 8));
        bytes.add((byte) value);
      }
    }
    return bytes;
  }

  private static int hexadecimal(String group) {
    if (!group.matches("[0-9a-fA-F]{1,4}")) {
      throw bad();
    }
    return Integer.parseInt(group, 16);
  }

  private static int number(String text, int most) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw bad();
    }
    return Integer.parseInt(text);
  }

  private static ArithmeticException bad() {
    return new ArithmeticException("the text is no IP address");
  }
}
