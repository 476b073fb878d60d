package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.sync.SyncSide;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The old data, kept: one gzipped file a table, tab-separated canonical texts (docs: {@link
 * CanonicalText}), {@code \N} for NULL, backslash escapes for tab, line feed, carriage return and
 * backslash; first line: column names. All from one snapshot.
 */
final class Archive {

  private Archive() {}

  /**
   * Writes the archive, then reads it back and holds every row against the source's own, in the
   * same snapshot; returns rows written. An earlier attempt is overwritten.
   *
   * @throws IOException if a file cannot be written or read, or a row in it is not the source's
   */
  static long write(SyncSide source, List<MappedTable> tables, Path directory)
      throws SQLException, IOException {
    Files.createDirectories(directory);
    long rows = 0;
    try (Snapshot snapshot = source.database().snapshot(source.views())) {
      for (int i = 0; i < tables.size(); i++) {
        TableView view = tables.get(i).on(Side.SOURCE);
        Path file = directory.resolve("%04d.tsv.gz".formatted(i + 1));
        long written;
        try (Writer out =
            new BufferedWriter(
                new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
          written = put(source, snapshot, view, out);
        }
        try (var held = new HeldAgainst(file, view.name())) {
          if (put(source, snapshot, view, held) != written) {
            throw held.differs();
          }
          held.ended();
        }
        rows += written;
        CrashPoint.ARCHIVE_TABLE_WRITTEN.reached();
      }
    }
    return rows;
  }

  private static long put(SyncSide source, Snapshot snapshot, TableView view, Writer out)
      throws SQLException, IOException {
    out.write("# " + escape(view.name()) + "\n");
    out.write(String.join("\t", view.columnNames().stream().map(Archive::escape).toList()) + "\n");
    return source
        .database()
        .rows()
        .read(snapshot.connection(), view, KeyRange.ALL, new Lines(view, out));
  }

  /** Takes what should be in the file, and looks whether it is. */
  static final class HeldAgainst extends Writer {
    private static final int BUFFER = 1 << 16;

    private final BufferedReader file;
    private final String table;
    private final char[] there = new char[BUFFER];

    HeldAgainst(Path path, String table) throws IOException {
      this.file =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8),
              BUFFER);
      this.table = table;
    }

    @Override
    public void write(char[] expected, int from, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int read = file.read(there, 0, Math.min(BUFFER, length - done));
        if (read < 0
            || Arrays.mismatch(expected, from + done, from + done + read, there, 0, read) >= 0) {
          throw differs();
        }
        done += read;
      }
    }

    void ended() throws IOException {
      if (file.read() >= 0) {
        throw differs();
      }
    }

    IOException differs() {
      return new IOException(
          "the archive of table "
              + table
              + ", read back, is not what the source has; look at the disk it is on, then advance"
              + " again: nothing was removed");
    }

    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  /** A row at a time, as a line. */
  private static final class Lines implements RowSink {
    private final TableView view;
    private final Writer out;
    private int column;

    Lines(TableView view, Writer out) {
      this.view = view;
      this.out = out;
    }

    private void put(@Nullable Object value) throws IOException {
      if (column > 0) {
        out.write('\t');
      }
      out.write(
          value == null
              ? "\\N"
              : escape(CanonicalText.of(view.columns().get(column).logical(), value)));
      column++;
    }

    @Override
    public void nil() throws IOException {
      put(null);
    }

    @Override
    public void int64(long value) throws IOException {
      put(value);
    }

    @Override
    public void uint64(long bits) throws IOException {
      put(new java.math.BigInteger(Long.toUnsignedString(bits)));
    }

    @Override
    public void float64(double value) throws IOException {
      put(value);
    }

    @Override
    public void decimal(BigDecimal value) throws IOException {
      put(value);
    }

    @Override
    public void utf8(byte[] text) throws IOException {
      put(new RowBuffer.Utf8(text));
    }

    @Override
    public void bytes(byte[] value) throws IOException {
      put(value);
    }

    @Override
    public void endRow() throws IOException {
      out.write('\n');
      column = 0;
    }
  }
}
