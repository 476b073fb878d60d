package dev.migrationplanner.ledger;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a column holds, and the one text for each of its values, whichever database wrote it out.
 */
public enum ValueKind {
  /** Whole numbers of any size. */
  INTEGER {
    @Override
    String canonicalNotNull(String raw) {
      return new BigDecimal(raw).toBigIntegerExact().toString();
    }
  },
  /** Exact decimal numbers; 1.50 and 1.5 are one value. */
  DECIMAL {
    @Override
    String canonicalNotNull(String raw) {
      BigDecimal value = new BigDecimal(raw);
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
  },
  /** Text, letter by letter. */
  TEXT {
    @Override
    String canonicalNotNull(String raw) {
      return raw;
    }
  },
  /** True or false: 1 or 0. */
  BOOLEAN {
    @Override
    String canonicalNotNull(String raw) {
      return switch (raw) {
        case "1", "t", "true" -> "1";
        case "0", "f", "false" -> "0";
        default -> "neither true nor false: " + raw;
      };
    }
  },
  /**
   * A point of time in UTC, or a wall-clock time, to the microsecond: {@code 2026-01-31
   * 23:59:59.123000}.
   */
  TIMESTAMP {
    @Override
    String canonicalNotNull(String raw) {
      String text = raw.endsWith("+00") ? raw.substring(0, raw.length() - 3) : raw;
      String padded = text.indexOf('.') < 0 ? text + "." : text;
      return padded + "0".repeat(Math.max(0, TIMESTAMP_LENGTH - padded.length()));
    }
  },
  /** Bytes, as lower-case hexadecimal digits. */
  BYTES {
    @Override
    String canonicalNotNull(String raw) {
      return raw.toLowerCase(Locale.ROOT);
    }
  },
  /** JSON: members sorted by name, no blanks. */
  JSON {
    @Override
    String canonicalNotNull(String raw) {
      return CanonicalJson.of(raw);
    }
  };

  private static final int TIMESTAMP_LENGTH = "2026-01-31 23:59:59.123000".length();

  abstract String canonicalNotNull(String raw);

  /** The canonical text of a database's text. */
  public String canonical(String raw) {
    return canonicalNotNull(raw);
  }
}
