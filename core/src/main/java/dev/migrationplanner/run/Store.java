package dev.migrationplanner.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control store: an embedded SQLite file of append-only, hash-chained transitions. One tool at
 * a time holds it. It is neither the source nor the target, so that flags answer when either is
 * down. Thread-safe.
 */
final class Store implements AutoCloseable {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Connection connection;
  private final FileChannel lockFile;
  private final FileLock lock;

  private Store(Connection connection, FileChannel lockFile, FileLock lock) {
    this.connection = connection;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Opens the store of that migration.
   *
   * @throws IOException if another tool holds it, or the directory cannot be written
   * @throws SQLException if the file is damaged; the message says at which transition
   */
  static Store open(Path directory, String migration) throws IOException, SQLException {
    Files.createDirectories(directory);
    Path file = directory.resolve(migration + ".sqlite");
    FileChannel lockFile =
        FileChannel.open(
            directory.resolve(migration + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = tryLock(lockFile);
    if (lock == null) {
      lockFile.close();
      throw new IOException(
          "another tool works on migration "
              + migration
              + " (it holds "
              + file
              + "); stop it, or talk to it");
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS transition (number INTEGER PRIMARY KEY, at TEXT NOT NULL,"
              + " who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL, state TEXT NOT NULL,"
              + " evidence TEXT NOT NULL, hash TEXT NOT NULL)");
    }
    var store = new Store(connection, lockFile, lock);
    store.checkChain();
    return store;
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return null;
    }
  }

  /** The state after the last transition; empty before the first. */
  synchronized Optional<MigrationState> state() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT state FROM transition ORDER BY number DESC LIMIT 1")) {
      return row.next()
          ? Optional.of(JSON.readValue(row.getString(1), MigrationState.class))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new SQLException("the last transition's state cannot be read", e);
    }
  }

  /** Appends a transition, durable when this returns. {@code evidence} is any JSON-able value. */
  synchronized void append(
      String at, String who, String what, String why, MigrationState state, Object evidence)
      throws SQLException {
    try {
      List<Row> last = rows("ORDER BY number DESC LIMIT 1");
      long number = last.isEmpty() ? 1 : last.get(0).number + 1;
      String before = last.isEmpty() ? "" : last.get(0).hash;
      var row =
          new Row(
              number,
              at,
              who,
              what,
              why,
              JSON.writeValueAsString(state),
              JSON.writeValueAsString(evidence),
              "");
      insert(row, row.chained(before));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state is always JSON", e);
    }
  }

  private void insert(Row row, String hash) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO transition VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setLong(1, row.number);
      statement.setString(2, row.at);
      statement.setString(3, row.who);
      statement.setString(4, row.what);
      statement.setString(5, row.why);
      statement.setString(6, row.state);
      statement.setString(7, row.evidence);
      statement.setString(8, hash);
      statement.executeUpdate();
    }
  }

  /** The newest {@code limit} transitions, newest first. */
  synchronized List<Status.Entry> history(int limit) throws SQLException {
    return rows("ORDER BY number DESC LIMIT " + limit).stream()
        .map(row -> new Status.Entry(row.number, row.at, row.who, row.what, row.why, row.hash))
        .toList();
  }

  /** When each transition was, and in which phase the migration was after it; the oldest first. */
  synchronized List<PhaseTimes.Moment> moments() throws SQLException {
    var moments = new ArrayList<PhaseTimes.Moment>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT at, json_extract(state, '$.phase'), what FROM transition ORDER BY number")) {
      while (row.next()) {
        moments.add(
            new PhaseTimes.Moment(
                Instant.parse(row.getString(1)),
                Phase.valueOf(row.getString(2)),
                row.getString(3)));
      }
    }
    return moments;
  }

  private void checkChain() throws SQLException {
    String before = "";
    long expected = 1;
    for (Row row : rows("ORDER BY number")) {
      if (row.number != expected || !row.chained(before).equals(row.hash)) {
        throw new SQLException(
            "the control store is damaged at transition "
                + row.number
                + ": its hash does not follow from the one before. Restore the file from a backup;"
                + " the databases' epoch rows tell where authority is");
      }
      before = row.hash;
      expected++;
    }
  }

  private List<Row> rows(String tail) throws SQLException {
    var rows = new ArrayList<Row>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT number, at, who, what, why, state, evidence, hash FROM transition "
                    + tail)) {
      while (row.next()) {
        rows.add(
            new Row(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8)));
      }
    }
    return rows;
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      lock.release();
      lockFile.close();
    }
  }

  private record Row(
      long number,
      String at,
      String who,
      String what,
      String why,
      String state,
      String evidence,
      String hash) {

    String chained(String before) {
      String text =
          String.join("\n", before, String.valueOf(number), at, who, what, why, state, evidence);
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
