package dev.migrationplanner.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * That one tool at a time works on a migration: a lock on a file of its state directory, which the
 * operating system takes back from a process that died.
 */
public final class ToolLock implements AutoCloseable {

  private final FileChannel file;
  private final FileLock lock;

  private ToolLock(FileChannel file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes it.
   *
   * @throws HeldException if another tool has it
   * @throws IOException if the directory cannot be written
   */
  public static ToolLock take(Path directory, String migration) throws IOException {
    Files.createDirectories(directory);
    Path path = directory.resolve(migration + ".lock");
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(file);
    if (lock == null) {
      file.close();
      throw new HeldException(
          "another tool works on migration " + migration + "; it holds " + path);
    }
    return new ToolLock(file, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    file.close();
  }

  /** Another tool has it. */
  public static final class HeldException extends IOException {
    private static final long serialVersionUID = 1L;

    HeldException(String message) {
      super(message);
    }
  }
}
