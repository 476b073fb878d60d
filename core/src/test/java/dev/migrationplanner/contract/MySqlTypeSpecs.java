package dev.migrationplanner.contract;

import static dev.migrationplanner.contract.RandomValues.dates;
import static dev.migrationplanner.contract.RandomValues.decimal;
import static dev.migrationplanner.contract.RandomValues.durations;
import static dev.migrationplanner.contract.RandomValues.hex;
import static dev.migrationplanner.contract.RandomValues.moments;
import static dev.migrationplanner.contract.RandomValues.nullable;
import static dev.migrationplanner.contract.RandomValues.signed;
import static dev.migrationplanner.contract.RandomValues.text;
import static dev.migrationplanner.contract.RandomValues.unsigned;
import static dev.migrationplanner.contract.TypeSpec.of;

import dev.migrationplanner.contract.TypeSpec.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Every type of MySQL and MariaDB, by family, on its way into PostgreSQL. */
final class MySqlTypeSpecs {

  private static final String CHARS = "CAST($ AS CHAR)";
  private static final String UTF8 = "HEX(CONVERT($ USING utf8mb4))";
  private static final String PG_UTF8 = "upper(encode(convert_to($, 'UTF8'), 'hex'))";
  private static final String PG_HEX = "upper(encode($, 'hex'))";
  private static final String PG_MICROS = "(extract(epoch FROM $) * 1000000)::bigint";

  /** An interval as MySQL writes a TIME. */
  static final String PG_DURATION =
      """
      (SELECT CASE WHEN m < 0 THEN '-' ELSE '' END
          || CASE WHEN abs(m) < 360000000000 THEN lpad((abs(m) / 3600000000)::text, 2, '0')
             ELSE (abs(m) / 3600000000)::text END
          || ':' || lpad((abs(m) / 60000000 %% 60)::text, 2, '0')
          || ':' || lpad((abs(m) / 1000000 %% 60)::text, 2, '0')
          || '.' || lpad((abs(m) %% 1000000)::text, 6, '0')
        FROM (SELECT %s AS m) AS x WHERE m IS NOT NULL)"""
          .formatted(PG_MICROS);

  private MySqlTypeSpecs() {}

  static Map<String, List<TypeSpec>> families(boolean mariaDb) {
    var families = new LinkedHashMap<String, List<TypeSpec>>();
    families.put("numbers", numbers());
    families.put("times", times());
    families.put("texts", texts(mariaDb));
    families.put("bytes", bytes());
    if (mariaDb) {
      families.put("mariadb", ofMariaDb());
    }
    return families;
  }

  private static List<TypeSpec> numbers() {
    return List.of(
        whole("i1", "tinyint", signed(8), "-128", "127").refuses("-129", "128"),
        whole("u1", "tinyint unsigned", unsigned(8), "0", "255").refuses("-1", "256"),
        whole("i2", "smallint", signed(16), "-32768", "32767").refuses("-32769", "32768"),
        whole("u2", "smallint unsigned", unsigned(16), "65535").refuses("-1", "65536"),
        whole("i3", "mediumint", signed(24), "-8388608", "8388607").refuses("-8388609", "8388608"),
        whole("u3", "mediumint unsigned", unsigned(24), "16777215").refuses("-1", "16777216"),
        whole("i4", "int", signed(32), "-2147483648", "2147483647")
            .refuses("-2147483649", "2147483648"),
        whole("u4", "int unsigned", unsigned(32), "4294967295").refuses("-1", "4294967296"),
        whole("i8", "bigint", signed(64), "-9223372036854775808", "9223372036854775807")
            .refuses("9223372036854775808"),
        whole(
                "u8",
                "bigint unsigned",
                unsigned(64),
                "0",
                "9223372036854775808",
                "18446744073709551615")
            .refuses("-1", "18446744073709551616", "'NaN'"),
        whole("truth", "tinyint(1)", signed(8), "0", "1", "2", "-128", "127").refuses("128"),
        of("y", "year", r -> "" + (1901 + r.nextInt(255)), "0", "1901", "2155")
            .as("$ + 0", "$::text")
            .refuses("1900", "2156", "-1"),
        whole(
                "d30",
                "decimal(65,30)",
                decimal(65, 30),
                "0",
                "-0.000000000000000000000000000001",
                "9".repeat(35) + "." + "9".repeat(30),
                "-" + "9".repeat(35) + "." + "9".repeat(30))
            .refuses("1e35", "'NaN'"),
        whole("d2", "decimal(9,2)", decimal(9, 2), "9999999.99", "-9999999.99")
            .refuses("10000000", "-10000000"),
        whole("d0", "decimal(5,0) unsigned", unsigned(16), "0", "99999").refuses("-1", "100000"),
        of(
                "f8",
                "double",
                nullable(RandomValues.doubles()),
                "-0e0",
                "5e-324",
                "0.1",
                "1.7976931348623157e308",
                "-1.7976931348623157e308",
                "2.2250738585072014e-308")
            .by(Form.BITS64)
            .refuses("'NaN'", "'Infinity'", "'-Infinity'"),
        of(
                "f4",
                "float",
                nullable(RandomValues.floats()),
                "-0e0",
                "16777217",
                "1234567.75",
                "0.1",
                "3.4028234663852886e38",
                "-3.4028234663852886e38",
                "1.1754943508222875e-38")
            .by(Form.BITS32)
            .refuses("'NaN'", "'Infinity'"),
        of("b1", "bit(1)", r -> "b'" + r.nextInt(2) + "'", "b'0'", "b'1'")
            .as("BIN($ + 0)", "$::text")
            .refuses("B'10'"),
        of("b10", "bit(10)", unsigned(10), "0", "1023")
            .as("LPAD(BIN($ + 0), 10, '0')", "$::text")
            .refuses("B'11111111111'"),
        of("b64", "bit(64)", unsigned(64), "0", "18446744073709551615", "9223372036854775808")
            .as("LPAD(BIN($ + 0), 64, '0')", "$::text"));
  }

  private static TypeSpec whole(
      String name,
      String type,
      java.util.function.Function<Random, String> values,
      String... edges) {
    return of(name, type, nullable(values), edges).as(CHARS, "$::text");
  }

  private static List<TypeSpec> times() {
    String micros = "CAST(UNIX_TIMESTAMP($) * 1000000 AS DECIMAL(30, 0))";
    String full = "DATE_FORMAT($, '%Y-%m-%d %H:%i:%s.%f')";
    String pgFull = "to_char($, 'YYYY-MM-DD HH24:MI:SS.US')";
    String duration = "TIME_FORMAT($, '%H:%i:%s.%f')";
    return List.of(
        of(
                "d",
                "date",
                nullable(dates(1, 9999)),
                "'0001-01-01'",
                "'9999-12-31'",
                "'1582-10-10'",
                "'2024-02-29'",
                "'1900-02-28'")
            .as(CHARS, "$::text")
            .refuses("'10000-01-01'", "'infinity'", "'-infinity'", "'0001-12-31 BC'"),
        of(
                "t0",
                "time",
                nullable(durations(838, 0)),
                "'-838:59:59'",
                "'838:59:59'",
                "'00:00:00'",
                "'-00:00:01'")
            .as(duration, PG_DURATION)
            .refuses("'839:00:00'", "'-839:00:00'", "'1 month'"),
        of("t3", "time(3)", nullable(durations(838, 3)), "'-00:00:00.001'")
            .as(duration, PG_DURATION),
        of(
                "t6",
                "time(6)",
                nullable(durations(838, 6)),
                "'-838:59:58.999999'",
                "'838:59:58.999999'",
                "'-00:00:00.000001'",
                "'23:59:59.999999'")
            .as(duration, PG_DURATION)
            .refuses("'839:00:00'", "'1 month'"),
        of(
                "dt0",
                "datetime",
                nullable(moments(1, 9999, 0)),
                "'0001-01-01 00:00:00'",
                "'9999-12-31 23:59:59'")
            .as(full, pgFull)
            .refuses("'10000-01-01'", "'infinity'", "'0001-12-31 23:59:59 BC'"),
        of("dt3", "datetime(3)", nullable(moments(1900, 2100, 3)), "'2026-03-29 01:30:00.123'")
            .as(full, pgFull),
        of(
                "dt6",
                "datetime(6)",
                nullable(moments(1, 9999, 6)),
                "'0001-01-01 00:00:00.000001'",
                "'1969-12-31 23:59:59.999999'",
                "'9999-12-31 23:59:59.999999'",
                "'2026-03-29 01:30:00'",
                "'2026-10-25 01:30:00'",
                "'2018-11-04 00:30:00'")
            .as(full, pgFull)
            .refuses("'10000-01-01'", "'-infinity'"),
        of("ts0", "timestamp NULL", nullable(moments(1971, 2037, 0)), "'2038-01-18 23:44:07'")
            .as(micros, PG_MICROS)
            .refuses("'2038-01-19 03:14:08+00'", "'1970-01-01 00:00:00+00'", "'infinity'"),
        of(
                "ts6",
                "timestamp(6) NULL",
                nullable(moments(1971, 2037, 6)),
                "'1969-12-31 20:30:01.000001'",
                "'2026-10-25 01:30:00.123456'")
            .as(micros, PG_MICROS)
            .refuses("'2038-01-19 03:14:08+00'", "'-infinity'"));
  }

  private static List<TypeSpec> texts(boolean mariaDb) {
    TypeSpec json =
        of(
            "j",
            "json",
            nullable(RandomValues.json(mariaDb)),
            "'{}'",
            "'[]'",
            "'null'",
            "'\"\"'",
            "'{\"b\": 1, \"a\": [1.5, -0.25, 1e3]}'");
    return List.of(
        of("c", "char(10)", nullable(text(10)), "''", "'ab  '", "'0123456789'")
            .as(UTF8, PG_UTF8)
            .refuses("'01234567890'"),
        of("ci", "varchar(50) COLLATE utf8mb4_general_ci", nullable(text(50)), "''", "'a '", "' '")
            .as(UTF8, PG_UTF8)
            .refuses("repeat('é', 51)"),
        of(
                "l1",
                "varchar(300) CHARACTER SET latin1",
                nullable(RandomValues.ascii(200)),
                "'Äß€ÿ'",
                "x'8141'")
            .as(UTF8, PG_UTF8)
            .refuses("'Ж'"),
        of("u16", "varchar(20) CHARACTER SET utf16", nullable(text(20)), "'Grüße😀'")
            .as(UTF8, PG_UTF8)
            .refuses("repeat('é', 21)"),
        of("tx", "text", nullable(text(200)), "''", "' '", "repeat('é', 30000)")
            .as(UTF8, PG_UTF8)
            .refuses("repeat('x', 65536)"),
        of("tt", "tinytext", nullable(text(60)), "repeat('x', 255)")
            .as(UTF8, PG_UTF8)
            .refuses("repeat('x', 256)", "repeat('é', 128)"),
        of("lt", "longtext", nullable(text(300)), "repeat('😀', 40000)").as(UTF8, PG_UTF8),
        of(
                "e",
                "enum('x','y','it''s','a,b','')",
                r -> List.of("'x'", "'y'", "'it''s'", "'a,b'", "''", "NULL").get(r.nextInt(6)))
            .as(UTF8, "upper(encode(convert_to($::text, 'UTF8'), 'hex'))")
            .refuses("'z'", "'X'"),
        of("s", "set('a','b','c','ü')", r -> "" + r.nextInt(16), "''", "'ü,a'")
            .as(UTF8, "upper(encode(convert_to(array_to_string($, ','), 'UTF8'), 'hex'))")
            .refuses("'{z}'", "'{b,a}'", "'{a,a}'"),
        mariaDb
            ? json.as(UTF8, "upper(encode(convert_to($::text, 'UTF8'), 'hex'))")
            : json.as("CAST($ AS CHAR)", "$::text").by(Form.JSON));
  }

  private static List<TypeSpec> bytes() {
    return List.of(
        of(
                "b",
                "binary(8)",
                nullable(r -> "x'" + hex(r, 0, 8) + "'"),
                "x'61'",
                "x'00'",
                "x'6162000000000000'")
            .as("HEX($)", PG_HEX)
            .refuses("'\\x00'", "'\\x010203040506070809'"),
        of(
                "vb",
                "varbinary(40)",
                nullable(r -> "x'" + hex(r, 0, 40) + "'"),
                "x''",
                "x'00'",
                "x'6100'")
            .as("HEX($)", PG_HEX)
            .refuses("decode(repeat('00', 41), 'hex')"),
        of("bl", "blob", nullable(r -> "x'" + hex(r, 0, 200) + "'"), "x''", "repeat(x'00', 65535)")
            .as("HEX($)", PG_HEX)
            .refuses("decode(repeat('00', 65536), 'hex')"),
        of("lb", "longblob", nullable(r -> "x'" + hex(r, 0, 300) + "'"), "repeat(x'ff', 200000)")
            .as("HEX($)", PG_HEX),
        of(
                "g",
                "point",
                nullable(
                    r -> "ST_GeomFromText('POINT(%d %d)')".formatted(r.nextInt(), r.nextInt(90))))
            .as("HEX($)", PG_HEX));
  }

  /** Of the idiomatic profile: values that a scan finds to fit, and some that do not. */
  static Map<String, List<TypeSpec>> idiomatic(boolean mariaDb) {
    var families = new LinkedHashMap<String, List<TypeSpec>>(idiomatic());
    if (mariaDb) {
      TypeSpec json =
          of(
              "j",
              "json",
              nullable(RandomValues.json(false)),
              "'{}'",
              "'[]'",
              "'null'",
              "'\"\"'",
              "'  {\"bb\": 1.50,\"a\":[1e3, -0, 1E-7, 0.00120, 123456789012345678901234567890]}'",
              "'{\"b\": {\"é\": 1, \"Z\": \"\\\\ \\\" \\n\"}, \"a\": [[], {}, true]}'");
      families.put("documents", List.of(json.as(CHARS, "$::text").by(Form.JSON)));
    }
    return families;
  }

  private static Map<String, List<TypeSpec>> idiomatic() {
    return Map.of(
        "booleans",
        List.of(
            of("b", "tinyint(1)", r -> List.of("0", "1", "NULL").get(r.nextInt(3)), "0", "1")
                .as("CAST($ AS CHAR)", "CASE $ WHEN true THEN '1' WHEN false THEN '0' END"),
            of("bd", "tinyint(1) DEFAULT 1", r -> "" + r.nextInt(2), "0", "1", "DEFAULT")
                .as("CAST($ AS CHAR)", "$::int::text"),
            of("bit", "bit(1)", r -> List.of("b'0'", "b'1'", "NULL").get(r.nextInt(3)), "b'1'")
                .as("CAST($ + 0 AS CHAR)", "$::int::text")),
        "identifiers",
        List.of(
            of(
                    "u",
                    "char(36)",
                    nullable(RandomValues.uuids()),
                    "'00000000-0000-0000-0000-000000000000'",
                    "'ffffffff-ffff-ffff-ffff-ffffffffffff'")
                .as(CHARS, "$::text"),
            of("uv", "varchar(36) COLLATE utf8mb4_bin", nullable(RandomValues.uuids()))
                .as(CHARS, "$::text"),
            of("ub", "binary(16)", nullable(r -> "x'" + hex(r, 16, 16) + "'"), "repeat(x'ff', 16)")
                .as("HEX($)", "upper(replace($::text, '-', ''))")),
        "addresses",
        List.of(
            of("i4", "varchar(15)", nullable(MySqlTypeSpecs::inet4), "'0.0.0.0'")
                .as(CHARS, "host($)")
                .refuses("'2001:db8:1111:2::1'", "'192.168.100.100/24'"),
            of(
                    "i6",
                    "varchar(45)",
                    nullable(r -> "INET6_NTOA(INET6_ATON(" + full(r) + "))"),
                    "'::'",
                    "'::1'",
                    "'::ffff:192.0.2.128'",
                    "'1:0:0:4::8'",
                    "'1.2.3.4'",
                    "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'")
                .as(CHARS, "host($)")),
        "labels",
        List.of(
            of(
                    "e",
                    "enum('x','y','it''s','a,b','')",
                    r -> List.of("'x'", "'y'", "'it''s'", "'a,b'", "''", "NULL").get(r.nextInt(6)))
                .as(UTF8, PG_UTF8)
                .refuses("'z'", "'X'")));
  }

  /** Without a group of zeros, or with a run of them: one alone is shortened by some. */
  private static String full(Random random) {
    var text = new StringBuilder("'" + Integer.toHexString(1 + random.nextInt(65_535)));
    int zeros = random.nextInt(4);
    int from = 1 + random.nextInt(3);
    for (int i = 1; i < 8; i++) {
      boolean zero = zeros > 1 && i >= from && i < from + zeros;
      text.append(':').append(zero ? "0" : Integer.toHexString(1 + random.nextInt(65_535)));
    }
    return text.append("'").toString();
  }

  private static String inet4(Random r) {
    return "'%d.%d.%d.%d'"
        .formatted(r.nextInt(256), r.nextInt(256), r.nextInt(256), r.nextInt(256));
  }

  private static List<TypeSpec> ofMariaDb() {
    String pgInet = "upper(encode(substring(inet_send($) FROM 5), 'hex'))";
    return List.of(
        of(
                "u",
                "uuid",
                nullable(RandomValues.ordinaryUuids()),
                "'00000000-0000-0000-0000-000000000000'",
                "'ffffffff-ffff-ffff-ffff-ffffffffffff'")
            .as(CHARS, "$::text"),
        of(
                "i6",
                "inet6",
                nullable(MySqlTypeSpecs::inet6),
                "'::'",
                "'::1'",
                "'::ffff:192.0.2.128'",
                "'1:0:0:4::8'",
                "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'")
            .as("HEX(INET6_ATON(CAST($ AS CHAR)))", pgInet)
            .refuses("'1.2.3.4'", "'::/96'"),
        of("i4", "inet4", nullable(MySqlTypeSpecs::inet4), "'0.0.0.0'", "'255.255.255.255'")
            .as("HEX(INET6_ATON(CAST($ AS CHAR)))", pgInet)
            .refuses("'::1'", "'10.0.0.0/8'"));
  }

  private static String inet6(Random random) {
    var text = new StringBuilder("'");
    for (int i = 0; i < 8; i++) {
      text.append(i == 0 ? "" : ":");
      text.append(Integer.toHexString(random.nextInt(3) == 0 ? 0 : random.nextInt(65_536)));
    }
    return text.append("'").toString();
  }
}
