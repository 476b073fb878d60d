package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;
import java.util.Optional;

/**
 * What MySQL or MariaDB must refuse because PostgreSQL could not hold it: without these a rollback
 * would lose writes. No guard refuses a value that the source accepts.
 */
final class MySqlDdlGuards {

  private static final String UUID_FORM =
      "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'";
  private static final String MASK_FORM = "'^[^/]+(/[0-9]{1,3})?$'";

  private MySqlDdlGuards() {}

  /** The guard of a PostgreSQL column held as {@code held}; empty if none is needed. */
  static Optional<Check> of(String table, Column source, Column held) {
    String name = MySqlDdlNames.joined(table, held.name(), "guard");
    return condition(source.type(), MySqlDdlStatements.quote(held.name()))
        .map(condition -> new Check(name, condition));
  }

  private static Optional<String> condition(SqlType type, String column) {
    if (type instanceof SqlType.BooleanType) {
      return Optional.of(column + " IN (0, 1)");
    }
    if (type instanceof SqlType.DateType
        || type instanceof SqlType.DateTimeType
        || type instanceof SqlType.InstantType) {
      // A zero date, whole or in part, that a session without strict mode lets in.
      return Optional.of(
          "month(%1$s) > 0 AND dayofmonth(%1$s) > 0 AND year(%1$s) > 0".formatted(column));
    }
    if (type instanceof SqlType.TextType) {
      return Optional.of("locate(x'00', " + column + ") = 0");
    }
    if (type instanceof SqlType.JsonType json) {
      return json.verbatim()
          ? Optional.empty()
          : Optional.of("locate(x'5c7530303030', " + column + ") = 0");
    }
    return texts(type, column);
  }

  private static Optional<String> texts(SqlType type, String column) {
    if (type instanceof SqlType.UuidType) {
      return Optional.of(column + " REGEXP " + UUID_FORM);
    }
    if (type instanceof SqlType.InetType) {
      String address = "substring_index(" + column + ", '/', 1)";
      return Optional.of(
          "%2$s IS NULL OR (is_ipv4(%1$s) OR is_ipv6(%1$s)) AND %2$s REGEXP %3$s"
              .formatted(address, column, MASK_FORM));
    }
    return Optional.empty();
  }

  /** That of a time of day, which MySQL's TIME is not; an interval has none. */
  static Optional<Check> ofTimeOfDay(String table, Column source, Column held) {
    boolean time =
        source.type() instanceof SqlType.TimeType && source.nativeType().startsWith("time");
    String column = MySqlDdlStatements.quote(held.name());
    return time
        ? Optional.of(
            new Check(
                MySqlDdlNames.joined(table, held.name(), "guard"),
                column + " BETWEEN '00:00:00' AND '24:00:00'"))
        : Optional.empty();
  }
}
