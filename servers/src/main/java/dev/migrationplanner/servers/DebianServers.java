package dev.migrationplanner.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Servers that {@code servers/debian.sh} unpacked from Debian's archive: those that are in no Maven
 * artifact. They lie in the folder that the system property {@code servers.debian} names, each in a
 * folder of its kind. Where one is missing it is left out with a printed line, or, with {@code
 * servers.debian.required=true} as in CI, that is an error.
 */
public final class DebianServers {

  /** What the script knows. */
  public enum Kind {
    /** MySQL 9.x. */
    MYSQL("mysql"),
    /** MariaDB 10.11. */
    MARIADB("mariadb"),
    /** PostgreSQL 15. */
    POSTGRESQL_15("postgresql"),
    /** PostgreSQL 17. */
    POSTGRESQL_17("postgresql-17");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }
  }

  private DebianServers() {}

  /** Starts one; empty, with a printed line, where it is not there. */
  public static Optional<EmbeddedServer> start(Kind kind) {
    return root(kind).map(root -> start(kind, root, ServerOptions.defaults()));
  }

  /** Starts one with settings of its own. */
  public static Optional<EmbeddedServer> start(Kind kind, ServerOptions options) {
    return root(kind).map(root -> start(kind, root, options));
  }

  private static EmbeddedServer start(Kind kind, Path root, ServerOptions options) {
    return switch (kind) {
      case MYSQL -> EmbeddedMySql.start(root, options);
      case MARIADB -> EmbeddedMariaDb.start(MariaDbPrograms.ofDebian(root), options);
      case POSTGRESQL_15 -> postgres(root, "15", options);
      case POSTGRESQL_17 -> postgres(root, "17", options);
    };
  }

  private static EmbeddedServer postgres(Path root, String major, ServerOptions options) {
    return EmbeddedPostgres.start(
        root.resolve("usr/lib/postgresql/" + major), options, Privileges.forPostgresql());
  }

  /** Where its programs are, if they are. */
  private static Optional<Path> root(Kind kind) {
    String home = System.getProperty("servers.debian", "");
    Path folder = Path.of(home.isEmpty() ? "." : home, kind.folder).toAbsolutePath();
    if (!home.isEmpty() && Files.exists(folder.resolve("whole"))) {
      return Optional.of(folder.resolve("root"));
    }
    String missing =
        kind.folder
            + " is not there: run servers/debian.sh "
            + kind.folder
            + " <folder>/"
            + kind.folder
            + " and pass -Dservers.debian=<folder>";
    if (Boolean.getBoolean("servers.debian.required")) {
      throw new ServerStartException(missing);
    }
    System.out.println("skipped: " + missing);
    return Optional.empty();
  }
}
