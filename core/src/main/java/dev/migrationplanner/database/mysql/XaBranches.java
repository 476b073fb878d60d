package dev.migrationplanner.database.mysql;

import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepared XA transactions whose rows are not ours: their COMMIT or ROLLBACK means nothing to us.
 * Of any other branch the rows may have been ours before we read.
 */
final class XaBranches {

  private static final int BRANCHES_MAX = 10_000;
  private static final Pattern ID =
      Pattern.compile("X'([0-9A-F]*)'(?:\\s*,\\s*X'([0-9A-F]*)'(?:\\s*,\\s*(\\d+))?)?");

  private final Set<String> harmless = new LinkedHashSet<>();

  /** The rest of a prepare event: format 4, two lengths of 4, then both parts of the id. */
  synchronized void prepared(EventBytes body) throws IOException {
    long format = body.little(4);
    int global = (int) body.little(4);
    int branch = (int) body.little(4);
    harmless.add(id(body.bytes(global), body.bytes(branch), format));
    if (harmless.size() > BRANCHES_MAX) {
      harmless.remove(harmless.iterator().next());
    }
  }

  /** Whether the branch that this statement ends is known to be harmless. */
  synchronized boolean end(String sql) {
    Matcher id = ID.matcher(sql.toUpperCase(Locale.ROOT));
    return id.find()
        && harmless.remove(
            id.group(1)
                + ","
                + (id.group(2) == null ? "" : id.group(2))
                + ","
                + (id.group(3) == null ? "1" : id.group(3)));
  }

  private static String id(byte[] global, byte[] branch, long format) {
    HexFormat hex = HexFormat.of().withUpperCase();
    return hex.formatHex(global) + "," + hex.formatHex(branch) + "," + format;
  }
}
