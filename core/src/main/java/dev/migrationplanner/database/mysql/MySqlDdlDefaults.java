package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.SqlType;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's default expressions in MySQL's words. */
final class MySqlDdlDefaults {

  private static final Pattern CAST_TEXT =
      Pattern.compile("'((?:[^']|'')*)'::[a-z ]+(\\(\\d+\\))?");
  private static final Pattern CAST_NUMBER =
      Pattern.compile("\\(?'?(-?\\d+(\\.\\d+)?)'?\\)?(::[a-z ]+(\\(\\d+(,\\d+)?\\))?)?");

  private MySqlDdlDefaults() {}

  static Optional<DefaultValue> translate(String sql, SqlType type) {
    String bare = sql.strip();
    String lower = bare.toLowerCase(Locale.ROOT);
    if (lower.equals("now()") || lower.startsWith("current_timestamp")) {
      return Optional.of(new DefaultValue.Now(6));
    }
    if (lower.equals("gen_random_uuid()") || lower.equals("uuid_generate_v4()")) {
      return Optional.of(new DefaultValue.Expression("uuid()"));
    }
    if (lower.equals("current_date") && type instanceof SqlType.DateType) {
      return Optional.of(new DefaultValue.Expression("curdate()"));
    }
    Matcher number = CAST_NUMBER.matcher(bare);
    if (number.matches()) {
      return Optional.of(new DefaultValue.Literal(number.group(1)));
    }
    Matcher text = CAST_TEXT.matcher(bare);
    return text.matches()
        ? Optional.of(new DefaultValue.Literal(text.group(1).replace("''", "'")))
        : Optional.empty();
  }
}
