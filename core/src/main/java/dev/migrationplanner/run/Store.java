package dev.migrationplanner.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.migrationplanner.gate.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.TreeMap;
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
  private final @Nullable ToolLock lock;

  private Store(Connection connection, @Nullable ToolLock lock) {
    this.connection = connection;
    this.lock = lock;
  }

  /**
   * Opens the store of that migration.
   *
   * @throws IOException if another tool holds it, or the directory cannot be written
   * @throws SQLException if the file is damaged; the message says at which transition
   */
  static Store open(Path directory, String migration) throws IOException, SQLException {
    ToolLock lock = ToolLock.take(directory, migration);
    try {
      return open(directory.resolve(migration + ".sqlite"), lock);
    } catch (SQLException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Store open(Path file, ToolLock lock) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS transition (number INTEGER PRIMARY KEY, at TEXT NOT NULL,"
              + " who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL, state TEXT NOT NULL,"
              + " evidence TEXT NOT NULL, hash TEXT NOT NULL)");
    }
    var store = new Store(connection, lock);
    store.checkChain();
    return store;
  }

  /**
   * What is on record, for reading; empty where there is nothing. Takes no lock: a tool may be at
   * work on it.
   *
   * @throws SQLException if it is damaged; the message says at which transition
   */
  static Optional<Store> recorded(Path directory, String migration) throws SQLException {
    Path file = directory.resolve(migration + ".sqlite");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    var store = new Store(DriverManager.getConnection("jdbc:sqlite:" + file), null);
    store.checkChain();
    return Optional.of(store);
  }

  /** The gates that were judged when a phase was left, by the last time it was, in that order. */
  synchronized List<RecordedGate> gates() throws SQLException {
    var gates = new TreeMap<Integer, List<RecordedGate>>();
    int phase = 0;
    for (Row row : rows("ORDER BY number")) {
      List<RecordedGate> judged = judged(phase, row.evidence);
      if (!judged.isEmpty()) {
        gates.put(phase, judged);
      }
      phase = phase(row.state);
    }
    return gates.values().stream().flatMap(List::stream).toList();
  }

  private static int phase(String state) throws SQLException {
    try {
      return JSON.readValue(state, MigrationState.class).phase().number();
    } catch (JsonProcessingException e) {
      throw new SQLException("a transition's state cannot be read", e);
    }
  }

  /** Transitions carry other evidence, too: what is no list of gates is passed over. */
  private static List<RecordedGate> judged(int phase, String evidence) throws SQLException {
    var gates = new ArrayList<RecordedGate>();
    try {
      JsonNode told = JSON.readTree(evidence);
      for (JsonNode gate : told.has("gates") ? told.path("gates") : told) {
        if (gate.has("gate") && gate.has("verdict")) {
          gates.add(
              new RecordedGate(
                  phase,
                  gate.path("gate").asText(),
                  new Verdict(
                      Verdict.Result.valueOf(gate.path("verdict").path("result").asText()),
                      gate.path("verdict").path("reason").asText())));
        }
      }
    } catch (JsonProcessingException e) {
      throw new SQLException("a transition's evidence cannot be read", e);
    }
    return gates;
  }

  /** What a gate said when its phase was left. */
  record RecordedGate(int phase, String gate, Verdict verdict) {}

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
      if (lock != null) {
        lock.close();
      }
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
