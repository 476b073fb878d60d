package dev.migrationplanner.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a MariaDB's programs and files are.
 *
 * @param server the server's program
 * @param share its messages and the statements of its system tables
 * @param systemTables the latter, in order
 */
record MariaDbPrograms(Path server, Path base, Path share, List<String> systemTables) {

  MariaDbPrograms {
    systemTables = List.copyOf(systemTables);
  }

  /** Of the Maven artifact. */
  static MariaDbPrograms ofMaven(Path base) {
    return of(base.resolve("bin/mariadbd"), base, base.resolve("share"), "mariadb");
  }

  /** Of Debian's packages, unpacked. */
  static MariaDbPrograms ofDebian(Path root) {
    return of(
        root.resolve("usr/sbin/mariadbd"),
        root.resolve("usr"),
        root.resolve("usr/share/mysql"),
        "mysql");
  }

  private static MariaDbPrograms of(Path server, Path base, Path share, String prefix) {
    return new MariaDbPrograms(
        server,
        base,
        share,
        List.of(
            prefix + "_system_tables.sql",
            prefix + "_performance_tables.sql",
            prefix + "_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql"));
  }
}
