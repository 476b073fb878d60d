package dev.migrationplanner.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Known chunks in a file, a line each, forced to disk as they come; a later line takes an earlier
 * one's place. What a crash left of the last line does not count; a damaged line before that takes
 * all with it, for it may have said that a chunk was touched. Chunks' ends are keys: the file is as
 * private as the state directory. Thread-safe.
 */
public final class ChunkFile implements ChunkStore, AutoCloseable {

  /** Its name in the state directory of a running migration, which says what it touches. */
  public static final String OF_A_MIGRATION = "chunks.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;
  private final Map<String, TableChunks> known = new LinkedHashMap<>();

  /** Lines that a full disk kept from being written: they go first, before anything else does. */
  private final Map<String, List<KnownChunk>> owed = new LinkedHashMap<>();

  private boolean watchful;

  /**
   * Opens it.
   *
   * @param goOn keeps what earlier comparisons found; else it begins anew
   */
  public ChunkFile(Path path, boolean goOn, List<MappedTable> tables) throws IOException {
    tables.forEach(table -> known.put(table.name(), new TableChunks(table)));
    if (goOn && Files.exists(path)) {
      read(Files.readString(path).split("\n", -1));
    }
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    for (Map.Entry<String, TableChunks> table : known.entrySet()) {
      append(table.getKey(), table.getValue().all());
    }
    file.force(true);
  }

  /** From now on every transaction that may change a row is told to this before it commits. */
  public synchronized void watchful() {
    watchful = true;
  }

  private void read(String[] lines) {
    for (int i = 0; i < lines.length; i++) {
      try {
        JsonNode line = JSON.readTree(lines[i]);
        TableChunks table = known.get(line.required("table").asText());
        KnownChunk chunk = chunk(line);
        if (table != null) {
          table.put(chunk);
        }
      } catch (IOException | IllegalArgumentException damaged) {
        if (i < lines.length - 1) {
          known.values().forEach(TableChunks::clear);
        }
        return;
      }
    }
  }

  private static KnownChunk chunk(JsonNode line) {
    return new KnownChunk(
        new KeyRange(key(line.required("after")), key(line.required("upTo"))),
        new ChunkDigest(
            line.required("rows").asLong(), new BigInteger(line.required("sum").asText())),
        line.required("at").asText(),
        line.required("due").asBoolean(true));
  }

  private static @Nullable RowKey key(JsonNode text) {
    return text.isNull() ? null : RowKey.decode(text.asText());
  }

  private void append(String table, Collection<KnownChunk> chunks) throws IOException {
    for (KnownChunk chunk : chunks) {
      ObjectNode line = JSON.createObjectNode();
      line.put("table", table);
      line.put("after", text(chunk.range().after()));
      line.put("upTo", text(chunk.range().upTo()));
      line.put("rows", chunk.digest().rows());
      line.put("sum", chunk.digest().sum().toString());
      line.put("at", chunk.at());
      line.put("due", chunk.due());
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        int unused = file.write(bytes);
      }
    }
  }

  private static @Nullable String text(@Nullable RowKey key) {
    return key == null ? null : key.encode();
  }

  @Override
  public synchronized List<KnownChunk> load(String table) {
    return chunks(table).all();
  }

  @Override
  public synchronized Watch watch(String table) {
    Watch watch = chunks(table).watch();
    return watch.onClose(() -> unwatch(table, watch));
  }

  private synchronized void unwatch(String table, Watch watch) {
    chunks(table).unwatch(watch);
  }

  @Override
  public synchronized void save(String table, KnownChunk chunk, Watch since) {
    KnownChunk judged = chunks(table).judged(chunk, since);
    try {
      persist(table, List.of(judged));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save what was compared", e);
    }
    chunks(table).put(judged);
  }

  @Override
  public synchronized String whyPassed() {
    return watchful
        ? "were found equal before, and nothing has touched their chunks since"
        : ChunkStore.super.whyPassed();
  }

  /**
   * A transaction is about to change rows, perhaps: returns when that is durable, and the
   * transaction may commit.
   *
   * @param keys by table
   */
  public synchronized void touched(Map<String, ? extends Collection<RowKey>> keys)
      throws IOException {
    for (Map.Entry<String, TableChunks> table : known.entrySet()) {
      Collection<RowKey> some = keys.get(table.getKey());
      owe(table.getKey(), table.getValue().touch(some == null ? List.of() : some));
    }
    pay();
  }

  /** All rows of a table may be others now; returns when that is durable. */
  public synchronized void touchedAll(String table) throws IOException {
    persist(table, chunks(table).touchAll());
  }

  private void persist(String table, List<KnownChunk> chunks) throws IOException {
    owe(table, chunks);
    pay();
  }

  private void owe(String table, List<KnownChunk> chunks) {
    if (!chunks.isEmpty()) {
      owed.computeIfAbsent(table, name -> new ArrayList<>()).addAll(chunks);
    }
  }

  private void pay() throws IOException {
    if (!owed.isEmpty()) {
      for (Map.Entry<String, List<KnownChunk>> table : owed.entrySet()) {
        append(table.getKey(), table.getValue());
      }
      file.force(false);
      owed.clear();
    }
  }

  /** Nothing is known any more: the next comparison looks at everything. */
  public synchronized void forget() throws IOException {
    for (TableChunks table : known.values()) {
      List<KnownChunk> unused = table.touchAll();
      table.clear();
    }
    owed.clear();
    file.truncate(0);
    file.position(0);
    file.force(true);
  }

  /** Rows of chunks that need no look. */
  public synchronized long rowsKnown() {
    return known.values().stream()
        .flatMap(table -> table.all().stream())
        .filter(chunk -> !chunk.due())
        .mapToLong(chunk -> chunk.digest().rows())
        .sum();
  }

  private TableChunks chunks(String table) {
    TableChunks chunks = known.get(table);
    if (chunks == null) {
      throw new IllegalArgumentException("table " + table + " is none of the migration's");
    }
    return chunks;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
