package dev.migrationplanner.database.mysql;

import java.util.List;

/** Each type with its boundary values: as SQL writes them, and their canonical values as text. */
record EveryType(String type, boolean canBeKey, List<String> sql, List<String> canonical) {

  /** Those that the server under test has. */
  static List<EveryType> all() {
    boolean mySql = dev.migrationplanner.servers.SharedServers.mySqlEngine().equals("mysql");
    return everything().stream().filter(t -> !mySql || !t.ofMariaDb()).toList();
  }

  private boolean ofMariaDb() {
    return type.equals("uuid")
        || type.startsWith("inet")
        || type.contains("nopad")
        || type.equals("json");
  }

  private static List<EveryType> everything() {
    return List.of(
        of("tinyint", "-128", "-128", "-1", "-1", "0", "0", "127", "127"),
        of("tinyint(1)", "-128", "-128", "0", "0", "1", "1", "2", "2"),
        of("tinyint unsigned", "0", "0", "128", "128", "255", "255"),
        of("smallint", "-32768", "-32768", "32767", "32767"),
        of("smallint unsigned", "32768", "32768", "65535", "65535"),
        of("mediumint", "-8388608", "-8388608", "-1", "-1", "8388607", "8388607"),
        of("mediumint unsigned", "8388608", "8388608", "16777215", "16777215"),
        of("int", "-2147483648", "-2147483648", "2147483647", "2147483647"),
        of("int unsigned", "2147483648", "2147483648", "4294967295", "4294967295"),
        of("bigint", "-9223372036854775808", "-9223372036854775808", "-1", "-1"),
        of(
            "bigint unsigned",
            "9223372036854775807",
            "9223372036854775807",
            "9223372036854775808",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551615"),
        of(
            "decimal(65,30)",
            "-99999999999999999999999999999999999.999999999999999999999999999999",
            "-99999999999999999999999999999999999.999999999999999999999999999999",
            "0",
            "0.000000000000000000000000000000",
            "0.000000000000000000000000000001",
            "0.000000000000000000000000000001"),
        of("decimal(9,2)", "-1.50", "-1.50", "1234567.89", "1234567.89"),
        value(
            "float",
            "16777217",
            "1.6777216E7",
            "1234567.75",
            "1234567.75",
            "-0e0",
            "-0.0",
            "3.4028234e38",
            "3.4028234663852886E38",
            "0.1",
            "0.10000000149011612"),
        value(
            "double",
            "1.7976931348623157e308",
            "1.7976931348623157E308",
            "-0e0",
            "-0.0",
            "0.1",
            "0.1",
            "5e-324",
            "4.9E-324"),
        of("bit(1)", "b'0'", "0", "b'1'", "1"),
        of("bit(10)", "b'0000000101'", "5", "b'1111111111'", "1023"),
        of("bit(64)", "b'1'", "1", "0x7fffffffffffffff", "9223372036854775807"),
        of(
            "date",
            "'1000-01-01'",
            "-354285",
            "'1582-10-10'",
            "-141432",
            "'1970-01-01'",
            "0",
            "'9999-12-31'",
            "2932896"),
        of(
            "time",
            "'-838:59:59'",
            "-3020399000000",
            "'00:00:00'",
            "0",
            "'838:59:59'",
            "3020399000000"),
        of(
            "time(6)",
            "'-838:59:58.999999'",
            "-3020398999999",
            "'-00:00:00.000001'",
            "-1",
            "'23:59:59.999999'",
            "86399999999"),
        of("time(3)", "'-00:00:01.500'", "-1500000", "'01:02:03.004'", "3723004000"),
        of(
            "datetime",
            "'1000-01-01 00:00:00'",
            "-30610224000000000",
            "'2026-01-31 23:59:59'",
            "1769903999000000"),
        of(
            "datetime(6)",
            "'0001-01-01 00:00:00.000001'",
            "-62135596799999999",
            "'1969-12-31 23:59:59.999999'",
            "-1",
            "'9999-12-31 23:59:59.999999'",
            "253402300799999999"),
        of(
            "timestamp",
            "'1970-01-01 00:00:01'",
            "1000000",
            "'2038-01-19 03:14:07'",
            "2147483647000000"),
        of(
            "timestamp(6)",
            "'1970-01-01 00:00:01.000001'",
            "1000001",
            "'2026-03-29 02:30:00.123456'",
            "1774751400123456"),
        of("timestamp(1)", "'2026-03-29 02:30:00.1'", "1774751400100000"),
        of("year", "0", "0", "1901", "1901", "2155", "2155"),
        of("char(5)", "'a'", "a", "''", "", "'ab  '", "ab", "'Ünï'", "Ünï"),
        of("char(255)", "'long'", "long"),
        of(
            "varchar(20) collate utf8mb4_bin",
            "'it''s'",
            "it's",
            "'back\\\\slash'",
            "back\\slash",
            "'Foo'",
            "Foo",
            "'foo'",
            "foo",
            "'😀'",
            "😀"),
        of("varchar(20) collate utf8mb4_nopad_bin", "'a'", "a", "'a '", "a ", "'%_'", "%_"),
        of("varchar(300) character set latin1", "'Äß€'", "Äß€", "0x8141", "\u0081A"),
        of("varchar(20) character set utf16", "'Grüße'", "Grüße"),
        value("text", "''", "", "'\\0\\r\\n\\Z'", "\0\r\n\032"),
        value("longtext", "repeat('x', 3)", "xxx"),
        of(
            "binary(4)",
            "0x61",
            "61000000",
            "0x00",
            "00000000",
            "0x61620000",
            "61620000",
            "0xff00ff",
            "ff00ff00"),
        of("varbinary(300)", "''", "", "0x00", "00", "0x6100", "6100", "0x5c27", "5c27"),
        value("blob", "''", "", "0x00ff", "00ff"),
        of("enum('x','y','it''s','a,b')", "'it''s'", "it's", "'x'", "x", "'a,b'", "a,b"),
        of("set('a','b','c')", "''", "", "'c,a'", "a,c", "'a,b,c'", "a,b,c"),
        value("json", "'{\"b\": 1, \"a\":2, \"b\":3}'", "{\"b\": 1, \"a\":2, \"b\":3}"),
        of(
            "uuid",
            "'123e4567-e89b-12d3-a456-426655440000'",
            "123e4567-e89b-12d3-a456-426655440000",
            "'00000000-0000-0000-0000-000000000000'",
            "00000000-0000-0000-0000-000000000000",
            "'0190163d-8694-739b-aea5-966c26f8ad91'",
            "0190163d-8694-739b-aea5-966c26f8ad91",
            "'ffffffff-ffff-4fff-8fff-ffffffffffff'",
            "ffffffff-ffff-4fff-8fff-ffffffffffff",
            "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
            "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        of(
            "inet6",
            "'::'",
            "::",
            "'::1'",
            "::1",
            "'2001:db8::ff00:42:8329'",
            "2001:db8::ff00:42:8329",
            "'::ffff:192.0.2.128'",
            "::ffff:192.0.2.128",
            "'1:0:0:4:0:0:0:8'",
            "1:0:0:4::8",
            "'fe80::'",
            "fe80::"),
        of("inet4", "'0.0.0.0'", "0.0.0.0", "'192.168.1.255'", "192.168.1.255"),
        value(
            "point",
            "ST_GeomFromText('POINT(1 2)')",
            "000000000101000000000000000000f03f0000000000000040"));
  }

  private static EveryType of(String type, String... pairs) {
    return make(type, true, pairs);
  }

  private static EveryType value(String type, String... pairs) {
    return make(type, false, pairs);
  }

  private static EveryType make(String type, boolean key, String... pairs) {
    var sql = new java.util.ArrayList<String>();
    var canonical = new java.util.ArrayList<String>();
    for (int i = 0; i < pairs.length; i += 2) {
      sql.add(pairs[i]);
      canonical.add(pairs[i + 1]);
    }
    return new EveryType(type, key, sql, canonical);
  }

  @Override
  public String toString() {
    return type;
  }
}
