package dev.migrationplanner.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Equal chunks in a file, a line each, forced to disk as they come. A line that was cut off by a
 * crash, and whatever follows it, does not count. Chunks' ends are keys: the file is as private as
 * the state directory. Thread-safe.
 */
public final class ChunkFile implements ChunkStore, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;
  private final Map<String, List<EqualChunk>> known = new LinkedHashMap<>();

  /**
   * Opens it.
   *
   * @param goOn keeps what an earlier comparison found; else it begins anew
   */
  public ChunkFile(Path path, boolean goOn) throws IOException {
    if (goOn && Files.exists(path)) {
      read(Files.readString(path));
    }
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    for (Map.Entry<String, List<EqualChunk>> table : known.entrySet()) {
      for (EqualChunk chunk : table.getValue()) {
        append(table.getKey(), chunk);
      }
    }
    file.force(true);
  }

  private void read(String text) {
    for (String line : text.split("\n", -1)) {
      try {
        JsonNode chunk = JSON.readTree(line);
        known
            .computeIfAbsent(chunk.required("table").asText(), t -> new ArrayList<>())
            .add(
                new EqualChunk(
                    new KeyRange(key(chunk.required("after")), key(chunk.required("upTo"))),
                    new ChunkDigest(
                        chunk.required("rows").asLong(),
                        new BigInteger(chunk.required("sum").asText()))));
      } catch (IOException | IllegalArgumentException cutOff) {
        return;
      }
    }
  }

  private static @Nullable RowKey key(JsonNode text) {
    return text.isNull() ? null : RowKey.decode(text.asText());
  }

  private void append(String table, EqualChunk chunk) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("table", table);
    line.put("after", text(chunk.range().after()));
    line.put("upTo", text(chunk.range().upTo()));
    line.put("rows", chunk.digest().rows());
    line.put("sum", chunk.digest().sum().toString());
    file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static @Nullable String text(@Nullable RowKey key) {
    return key == null ? null : key.encode();
  }

  @Override
  public synchronized List<EqualChunk> load(String table) {
    return List.copyOf(known.getOrDefault(table, List.of()));
  }

  @Override
  public synchronized void save(String table, EqualChunk chunk) {
    try {
      append(table, chunk);
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save what was compared", e);
    }
  }

  /** Rows of chunks that need no look any more. */
  public synchronized long rowsKnown() {
    return known.values().stream().flatMap(List::stream).mapToLong(c -> c.digest().rows()).sum();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
