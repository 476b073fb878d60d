package dev.migrationplanner.contract;

import static dev.migrationplanner.contract.RandomValues.dates;
import static dev.migrationplanner.contract.RandomValues.decimal;
import static dev.migrationplanner.contract.RandomValues.durations;
import static dev.migrationplanner.contract.RandomValues.hex;
import static dev.migrationplanner.contract.RandomValues.moments;
import static dev.migrationplanner.contract.RandomValues.nullable;
import static dev.migrationplanner.contract.RandomValues.signed;
import static dev.migrationplanner.contract.RandomValues.text;
import static dev.migrationplanner.contract.TypeSpec.of;

import dev.migrationplanner.contract.TypeSpec.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every carried type of PostgreSQL, by family, on its way into MySQL or MariaDB. */
final class PostgreSqlTypeSpecs {

  private static final String UTF8 = "upper(encode(convert_to($, 'UTF8'), 'hex'))";
  private static final String MY_UTF8 = "HEX(CONVERT($ USING utf8mb4))";
  private static final String HEX = "upper(encode($, 'hex'))";
  private static final String CHARS = "CAST($ AS CHAR)";

  private PostgreSqlTypeSpecs() {}

  static Map<String, List<TypeSpec>> families(boolean mariaDb) {
    var families = new LinkedHashMap<String, List<TypeSpec>>();
    families.put("numbers", numbers());
    families.put("times", times());
    families.put("texts", texts(mariaDb));
    return families;
  }

  private static List<TypeSpec> numbers() {
    return List.of(
        of("i2", "smallint", nullable(signed(16)), "-32768", "32767")
            .as("$::text", CHARS)
            .refuses("32768"),
        of("i4", "integer", nullable(signed(32)), "-2147483648", "2147483647")
            .as("$::text", CHARS)
            .refuses("2147483648"),
        of("i8", "bigint", nullable(signed(64)), "-9223372036854775808", "9223372036854775807")
            .as("$::text", CHARS)
            .refuses("9223372036854775808"),
        of("truth", "boolean", nullable(r -> "" + r.nextBoolean()))
            .as("$::int::text", CHARS)
            .refuses("2", "-1"),
        of("n", "numeric", nullable(decimal(60, 28)), "0", "1.50", "1e34", "-1e-30")
            .as("$::text", CHARS)
            .by(Form.NUMBER),
        of("n5", "numeric(20,5)", nullable(decimal(20, 5)), "0", "-0.00001").as("$::text", CHARS),
        of(
                "f8",
                "double precision",
                nullable(RandomValues.doubles()),
                "'-0'",
                "5e-324",
                "1.7976931348623157e308")
            .by(Form.BITS64),
        of(
                "f4",
                "real",
                nullable(RandomValues.floats()),
                "'-0'",
                "16777217",
                "3.4028234663852886e38",
                "0.1")
            .by(Form.BITS32),
        of(
                "b12",
                "bit(12)",
                r -> "%d::bit(12)".formatted(r.nextInt(4096)),
                "B'000000000000'",
                "B'111111111111'")
            .as("$::text", "LPAD(BIN($ + 0), 12, '0')")
            .refuses("4096"),
        of("b64", "bit(64)", r -> "(%d)::bit(64)".formatted(r.nextLong()))
            .as("$::text", "LPAD(BIN($ + 0), 64, '0')"));
  }

  private static List<TypeSpec> times() {
    String full = "to_char($, 'YYYY-MM-DD HH24:MI:SS.US')";
    String myFull = "DATE_FORMAT($, '%Y-%m-%d %H:%i:%s.%f')";
    String duration = MySqlTypeSpecs.PG_DURATION;
    String myDuration = "TIME_FORMAT($, '%H:%i:%s.%f')";
    return List.of(
        of("d", "date", nullable(dates(1, 9999)), "'0001-01-01'", "'9999-12-31'", "'1582-10-10'")
            .as("$::text", CHARS),
        of("t", "time", nullable(durations(24, 6)), "'00:00:00'", "'24:00:00'", "'23:59:59.999999'")
            .as(duration, myDuration)
            .refuses("'-00:00:01'", "'24:00:01'", "'838:59:59'"),
        of("i", "interval", nullable(durations(838, 6)), "'-838:59:58.999999'", "'3 days 04:00:00'")
            .as(duration, myDuration),
        of("dt3", "timestamp(3)", nullable(moments(1, 9999, 3)), "'2026-03-29 01:30:00.123'")
            .as(full, myFull),
        of(
                "dt6",
                "timestamp",
                nullable(moments(1, 9999, 6)),
                "'0001-01-01'",
                "'9999-12-31 23:59:59.999999'",
                "'2018-11-04 00:30:00'")
            .as(full, myFull),
        of(
                "tz",
                "timestamptz",
                nullable(moments(2, 9998, 6)),
                "'2026-10-25 01:30:00.123456+01'",
                "'0001-01-02 00:00:00+00'",
                "'1969-12-31 23:59:59.999999+00'")
            .as("to_char($ AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", myFull));
  }

  private static List<TypeSpec> texts(boolean mariaDb) {
    return List.of(
        of("c", "char(10)", nullable(text(10)), "''", "'ab  '")
            .as(UTF8.replace("$", "$::text"), MY_UTF8)
            .refuses("'01234567890'"),
        of("vc", "varchar(50)", nullable(text(50)), "''", "'a '", "' '", "'\\'")
            .as(UTF8, MY_UTF8)
            .refuses("repeat('x', 51)", "concat('a', char(0))"),
        of("tx", "text", nullable(text(200)), "''", "repeat('😀', 40000)")
            .as(UTF8, MY_UTF8)
            .refuses("char(0)"),
        of("by", "bytea", nullable(r -> "'\\x" + hex(r, 0, 200) + "'"), "''", "'\\x00'")
            .as(HEX, "HEX($)"),
        of("u", "uuid", nullable(RandomValues.uuids()), "'00000000-0000-0000-0000-000000000000'")
            .as("$::text", CHARS)
            .refuses("'nonsense'"),
        of(
                "ip",
                "inet",
                nullable(
                    r ->
                        "'%d.%d.%d.%d%s'"
                            .formatted(
                                r.nextInt(256),
                                r.nextInt(256),
                                r.nextInt(256),
                                r.nextInt(256),
                                r.nextBoolean() ? "" : "/" + r.nextInt(33))),
                "'::1'",
                "'2001:db8::/32'")
            .as(
                "text(host($)) || CASE WHEN masklen($) = CASE family($) WHEN 4 THEN 32 ELSE 128 END"
                    + " THEN '' ELSE '/' || masklen($) END",
                CHARS),
        of("e", "mood", r -> List.of("'sad'", "'ok'", "'it''s'", "NULL").get(r.nextInt(4)))
            .as("$::text", CHARS)
            .refuses("'angry'"),
        of("j", "json", nullable(RandomValues.json(mariaDb)), "'{}'", "'null'")
            .as("$::text", CHARS)
            .by(mariaDb ? Form.TEXT : Form.JSON),
        of("jb", "jsonb", nullable(RandomValues.json(false)), "'{}'", "'[]'", "'\"\"'")
            .as("$::text", CHARS)
            .by(Form.JSON));
  }
}
