package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.RowSink;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows of a query by binary COPY: one message a row, never more than one in memory. Faster than a
 * cursor, and one way of decoding for every read.
 */
final class CopyReader {

  private static final int SIGNATURE = 11;
  private static final int ROWS_DROPPED_MAX = 10_000;

  private final Decoder[] decoders;
  private final RowSink sink;
  private long rows;
  private boolean started;

  private CopyReader(Decoder[] decoders, RowSink sink) {
    this.decoders = decoders;
    this.sink = sink;
  }

  /** Returns how many rows. */
  static long read(Connection connection, String query, Decoder[] decoders, RowSink sink)
      throws SQLException, IOException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    var reader = new CopyReader(decoders, sink);
    try {
      for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
        reader.take(message);
      }
      return reader.rows;
    } catch (IOException e) {
      throw Refusal.unwrap(e);
    } finally {
      leave(connection, copy);
    }
  }

  /**
   * Ends a read that was given up. Cancelling races with the server's own end and could hit the
   * next statement, so what is left is read and dropped, and where that is much the session ends.
   */
  private static void leave(Connection connection, CopyOut copy) throws SQLException {
    for (int i = 0; copy.isActive() && i < ROWS_DROPPED_MAX; i++) {
      if (copy.readFromCopy() == null) {
        return;
      }
    }
    if (copy.isActive()) {
      connection.abort(Runnable::run);
    }
  }

  private void take(byte[] message) throws IOException {
    int at = started ? 0 : afterHeader(message);
    started = true;
    while (at < message.length) {
      int fields = Wire.int16(message, at);
      if (fields < 0) {
        return;
      }
      at = row(message, at + 2, fields);
    }
  }

  private static int afterHeader(byte[] message) {
    return SIGNATURE + 8 + Wire.int32(message, SIGNATURE + 4);
  }

  private int row(byte[] message, int start, int fields) throws IOException {
    if (fields != decoders.length) {
      throw new IOException("a row of " + fields + " columns, expected " + decoders.length);
    }
    int at = start;
    for (Decoder decoder : decoders) {
      int length = Wire.int32(message, at);
      at += 4;
      if (length < 0) {
        sink.nil();
      } else {
        decoder.decode(message, at, length, sink);
        at += length;
      }
    }
    sink.endRow();
    rows++;
    return at;
  }
}
