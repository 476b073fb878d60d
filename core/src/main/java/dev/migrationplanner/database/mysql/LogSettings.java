package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings a server must have for its log to be readable for keys, without any loss. */
final class LogSettings {

  private static final Duration KEPT_MIN = Duration.ofDays(3);

  private final Flavour flavour;
  private final Map<String, String> settings;
  private final List<Requirement> found = new ArrayList<>();

  LogSettings(Flavour flavour, Map<String, String> settings) {
    this.flavour = flavour;
    this.settings = settings;
  }

  List<Requirement> check() {
    must(
        "log_bin",
        "ON",
        "the server writes a binary log",
        "in my.cnf under [mysqld]: log_bin=binlog and server_id=<a number no other server has>;"
            + " then restart the server");
    must(
        "binlog_format",
        "ROW",
        "changes are logged row by row",
        "SET GLOBAL binlog_format=ROW; in my.cnf: binlog_format=ROW; then end the sessions that"
            + " were open before");
    serverId();
    kept();
    if (flavour.isMariaDb()) {
      mariaDb();
    } else {
      mySql();
    }
    return found;
  }

  private void mariaDb() {
    unless(
        "log_bin_compress",
        "ON",
        "events are not compressed",
        "SET GLOBAL log_bin_compress=OFF; in my.cnf: log_bin_compress=OFF");
    String storage = settings.getOrDefault("binlog_storage_engine", "");
    add(
        "binlog_storage_engine",
        storage.isEmpty(),
        "the binary log is in files, not inside a storage engine",
        storage.isEmpty() ? "in files" : "inside " + storage,
        "in my.cnf: remove binlog_storage_engine; then restart the server");
  }

  private void mySql() {
    must(
        "gtid_mode",
        "ON",
        "transactions have GTIDs, which tell what a snapshot sees",
        "online, each step on every server: SET GLOBAL enforce_gtid_consistency=ON; SET GLOBAL"
            + " gtid_mode=OFF_PERMISSIVE; SET GLOBAL gtid_mode=ON_PERMISSIVE; wait until"
            + " Ongoing_anonymous_transaction_count is 0; SET GLOBAL gtid_mode=ON; in my.cnf:"
            + " gtid_mode=ON and enforce_gtid_consistency=ON");
    unless(
        "binlog_transaction_compression",
        "ON",
        "transactions are not compressed",
        "SET GLOBAL binlog_transaction_compression=OFF; in my.cnf:"
            + " binlog_transaction_compression=OFF");
    String partial = settings.getOrDefault("binlog_row_value_options", "");
    add(
        "binlog_row_value_options",
        partial.isEmpty(),
        "updates of JSON are logged whole",
        partial.isEmpty() ? "whole" : partial,
        "SET GLOBAL binlog_row_value_options=''; in my.cnf: binlog_row_value_options=");
  }

  private void must(String name, String wanted, String what, String remedy) {
    String value = settings.getOrDefault(name, "");
    add(name, value.equalsIgnoreCase(wanted), what, name + "=" + value, remedy);
  }

  private void unless(String name, String unwanted, String what, String remedy) {
    String value = settings.getOrDefault(name, "OFF");
    add(name, !value.equalsIgnoreCase(unwanted), what, name + "=" + value, remedy);
  }

  private void serverId() {
    String id = settings.getOrDefault("server_id", "0");
    add(
        "server_id",
        !id.equals("0"),
        "the server has a number of its own",
        "server_id=" + id,
        "SET GLOBAL server_id=<a number no other server has>; in my.cnf too");
  }

  /** 0 keeps logs until somebody purges them. */
  private void kept() {
    long seconds = number("binlog_expire_logs_seconds");
    if (seconds == 0) {
      seconds =
          Math.round(Double.parseDouble(settings.getOrDefault("expire_logs_days", "0")) * 86_400);
    }
    add(
        "binlog_expire_logs_seconds",
        seconds == 0 || seconds >= KEPT_MIN.toSeconds(),
        "the log is kept for at least " + KEPT_MIN.toDays() + " days, so that an outage loses none",
        seconds == 0 ? "kept until purged" : "kept for " + seconds + " seconds",
        "SET GLOBAL binlog_expire_logs_seconds=" + KEPT_MIN.toSeconds() + "; in my.cnf too");
  }

  private long number(String name) {
    return Long.parseLong(settings.getOrDefault(name, "0"));
  }

  private void add(String name, boolean met, String what, String value, String remedy) {
    String id = "mysql." + name.toLowerCase(Locale.ROOT).replace('_', '-');
    found.add(new Requirement(id, met, what, value, met ? "" : remedy));
  }
}
