package dev.migrationplanner.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger's record on disk: one JSON object a line, appended. */
final class LedgerFile implements AutoCloseable {

  private final Path path;
  private final BufferedWriter out;

  LedgerFile(Path path) {
    this.path = path;
    try {
      this.out =
          Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void append(
      long operation, String kind, Outcome outcome, List<Effect> effects, @Nullable String why) {
    StringBuilder line = new StringBuilder();
    line.append("{\"operation\":").append(operation);
    line.append(",\"kind\":").append(CanonicalJson.quoted(kind));
    line.append(",\"outcome\":\"").append(outcome).append('"');
    if (why != null) {
      line.append(",\"why\":").append(CanonicalJson.quoted(why));
    }
    line.append(",\"effects\":[");
    line.append(effects.stream().map(LedgerFile::json).collect(Collectors.joining(",")));
    write(line.append("]}\n").toString());
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(String line) {
    try {
      out.write(line);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String json(Effect effect) {
    String key =
        effect.key().values().stream()
            .map(CanonicalJson::quoted)
            .collect(Collectors.joining(",", "[", "]"));
    String head = "{\"table\":" + CanonicalJson.quoted(effect.key().table()) + ",\"key\":" + key;
    return head
        + (effect instanceof Effect.Put put ? ",\"row\":" + json(put.row()) : ",\"removed\":true")
        + "}";
  }

  private static String json(Row row) {
    StringBuilder out = new StringBuilder("{");
    for (int index = 0; index < row.values().size(); index++) {
      String value = row.values().get(index);
      out.append(index > 0 ? "," : "")
          .append(CanonicalJson.quoted(row.table().columns().get(index).name()))
          .append(':');
      out.append(value == null ? "null" : CanonicalJson.quoted(value));
    }
    return out.append('}').toString();
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "Cannot write the ledger's record " + path + ": " + e.getMessage(), e);
  }
}
