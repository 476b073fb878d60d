package dev.migrationplanner.survey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scan has found up to now, a line a table, so that one that was killed goes on where it
 * was. A line holds for the same server, the same bounds, the same shape of the table and a day.
 */
final class ScanJournal {

  /** Nothing is kept. */
  static final ScanJournal NONE = new ScanJournal(null, "", Instant.EPOCH, Map.of());

  private static final Duration AGE_MAX = Duration.ofHours(24);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final String circumstances;
  private final Instant now;
  private final Map<String, Scanned> known;

  private ScanJournal(
      @Nullable Path file, String circumstances, Instant now, Map<String, Scanned> known) {
    this.file = file;
    this.circumstances = circumstances;
    this.now = now;
    this.known = known;
  }

  /** One table's line; {@code of} says under which circumstances it holds. */
  record Line(String of, String at, Scanned scanned) {}

  /**
   * {@code circumstances}: the server and the bounds. Lines that cannot be read are passed over.
   */
  static ScanJournal in(Path file, String circumstances, Instant now) throws IOException {
    var known = new HashMap<String, Scanned>();
    if (Files.isReadable(file)) {
      for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        line(text)
            .filter(l -> Instant.parse(l.at()).isAfter(now.minus(AGE_MAX)))
            .ifPresent(l -> known.put(l.of(), l.scanned()));
      }
    }
    return new ScanJournal(file, circumstances, now, known);
  }

  private static Optional<Line> line(String text) {
    try {
      return Optional.of(JSON.readValue(text, Line.class));
    } catch (JsonProcessingException e) {
      // The last line of a scan that was killed while it wrote.
      return Optional.empty();
    }
  }

  /** What an earlier go found. */
  Optional<Scanned> of(Table table) {
    return Optional.ofNullable(known.get(key(table)));
  }

  /** Durable when this returns. A table that could not be scanned is looked at again. */
  void keep(Table table, Scanned scanned) {
    if (file == null || !scanned.note().isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      String line = JSON.writeValueAsString(new Line(key(table), now.toString(), scanned));
      Files.writeString(
          file,
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "what the scan found cannot be kept in " + file + ": " + e.getMessage(), e);
    }
  }

  private String key(Table table) {
    return circumstances
        + "/"
        + table.name()
        + "/"
        + dev.migrationplanner.plan.Facts.shape(new Schema("", List.of(table), List.of()));
  }
}
