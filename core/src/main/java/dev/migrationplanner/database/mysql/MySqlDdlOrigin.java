package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Schema;
import java.util.regex.Pattern;

/** Whether a schema came from PostgreSQL, told by spellings that MySQL does not have. */
final class MySqlDdlOrigin {

  private static final Pattern SPELLINGS =
      Pattern.compile(
          "integer|boolean|bytea|jsonb|real|double precision|interval.*|numeric.*|text\\[\\]"
              + "|character.*|bit varying.*|(timestamp|time)(\\(\\d\\))? with(out)? time zone");

  private MySqlDdlOrigin() {}

  static boolean isPostgreSql(Schema schema) {
    return schema.tables().stream()
        .flatMap(t -> t.columns().stream())
        .map(Column::nativeType)
        .anyMatch(t -> SPELLINGS.matcher(t).matches());
  }
}
