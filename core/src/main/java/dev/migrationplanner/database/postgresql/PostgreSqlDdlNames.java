package dev.migrationplanner.database.postgresql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Names that PostgreSQL can have: at most 63 bytes, and unique where tables, indexes and types
 * share one namespace. The same names come out for the same input.
 */
final class PostgreSqlDdlNames {

  private static final int BYTES_MAX = 63;
  private static final int BYTES_BEFORE_HASH = 54;
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  private final Set<String> taken = new HashSet<>();

  /** Takes a name in the schema's namespace, as it is if it is free and short enough. */
  String take(String wanted) {
    String name = fit(wanted);
    if (!taken.add(name)) {
      name = cut(wanted) + "_" + hash(wanted + "#" + taken.size());
      taken.add(name);
    }
    return name;
  }

  /** The name of an index: {@code <table>_<index>}, since index names are unique per schema. */
  String index(String table, String index) {
    return take(index.startsWith(table + "_") ? index : table + "_" + index);
  }

  /** The name itself, or its start and a hash of it where it is too long. */
  static String fit(String name) {
    boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
    return fits ? name : cut(name) + "_" + hash(name);
  }

  /** A column's name; PostgreSQL keeps a few for itself. */
  static String column(String name) {
    return SYSTEM_COLUMNS.contains(name) ? name + "_" : fit(name);
  }

  /** Joins parts into one short name. */
  static String joined(String... parts) {
    return fit(String.join("_", parts));
  }

  private static String cut(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > BYTES_BEFORE_HASH
        || (end > 0 && Character.isHighSurrogate(name.charAt(end - 1)))) {
      end--;
    }
    return name.substring(0, end);
  }

  private static String hash(String name) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 4).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
