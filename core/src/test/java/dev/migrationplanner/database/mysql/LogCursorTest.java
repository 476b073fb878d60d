package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogCursorTest {

  private static LogCursor at(String version, long offset, String gtids) throws Exception {
    Flavour flavour = Flavour.of(version, "");
    return new LogCursor(
        flavour, new LogAddress("1/x", new BinlogPlace("binlog.000007", offset), gtids));
  }

  @Test
  void aTransactionThatMakesAFileLongerThan4GibWrapsTheOffset() throws Exception {
    LogCursor cursor = at("11.4.5-MariaDB", 4_294_967_000L, "0-1-5");
    cursor.commit("0-1-6", 704);
    assertThat(cursor.place().offset()).isEqualTo(4_294_968_000L);
    assertThat(cursor.address().gtids()).isEqualTo("0-1-6");
    cursor.rotate(new BinlogPlace("binlog.000008", 4));
    assertThat(cursor.place()).isEqualTo(new BinlogPlace("binlog.000008", 4));
  }

  @Test
  void anEventThatTellsAnEarlierOffsetIsNoProgress() throws Exception {
    LogCursor cursor = at("11.4.5-MariaDB", 9_000, "");
    assertThat(cursor.pass(256)).isFalse();
    assertThat(cursor.pass(9_000)).isFalse();
    assertThat(cursor.pass(9_001)).isTrue();
    assertThat(cursor.place().offset()).isEqualTo(9_001);
  }

  @Test
  void eachDomainOfMariaDbAndEachSourceOfMySqlIsKept() throws Exception {
    LogCursor mariaDb = at("11.4.5-MariaDB", 4, "0-1-5,7-2-9");
    mariaDb.commit("7-3-10", 900);
    assertThat(mariaDb.address().gtids()).isEqualTo("0-1-5,7-3-10");
    assertThat(mariaDb.tag("7-3-10")).isEqualTo("binlog.000007:900");

    String uuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    LogCursor mySql = at("8.4.3", 4, uuid + ":1-5:7");
    mySql.commit(uuid + ":6", 900);
    assertThat(mySql.address().gtids()).isEqualTo(uuid + ":1-7");
    assertThat(mySql.tag(uuid + ":6")).isEqualTo(uuid + ":6");
    assertThat(mySql.skips(uuid + ":7")).isTrue();
    assertThat(mySql.skips(uuid + ":6")).isFalse();
    assertThat(LogAddress.parse(mySql.address().position())).isEqualTo(mySql.address());
  }
}
