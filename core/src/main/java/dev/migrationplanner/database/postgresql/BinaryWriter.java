package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Rows.BulkWriter;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows into a table by binary COPY. */
final class BinaryWriter implements BulkWriter {

  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  private final TableView view;
  private final Encoder[] encoders;
  private final CopyIn copy;
  private final CopyBuffer out;
  private int column;

  private BinaryWriter(TableView view, Encoder[] encoders, CopyIn copy) {
    this.view = view;
    this.encoders = encoders;
    this.copy = copy;
    this.out = new CopyBuffer(view.name(), copy);
  }

  /**
   * Starts.
   *
   * @param into qualified name of the table that takes the rows, with its columns in the view's
   *     order
   */
  static BinaryWriter start(Connection connection, TableView view, String into)
      throws SQLException {
    Encoder[] encoders = Encoders.of(view);
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + into + " FROM STDIN (FORMAT binary)");
    var writer = new BinaryWriter(view, encoders, copy);
    writer.header();
    return writer;
  }

  private void header() throws SQLException {
    try {
      out.bytes(SIGNATURE);
      out.int64(0);
    } catch (IOException e) {
      throw new SQLException("cannot start to load " + view.name(), "08006", e);
    }
  }

  private Encoder next() throws IOException {
    if (column == 0) {
      out.int16(encoders.length);
    }
    return encoders[column++];
  }

  @Override
  public void nil() throws IOException {
    next();
    out.int32(-1);
  }

  @Override
  public void int64(long value) throws IOException {
    try {
      next().int64(value, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void uint64(long bits) throws IOException {
    try {
      next().uint64(bits, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void float64(double value) throws IOException {
    try {
      next().float64(value, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void decimal(BigDecimal value) throws IOException {
    try {
      next().decimal(value, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void utf8(byte[] text) throws IOException {
    try {
      next().utf8(text, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void bytes(byte[] value) throws IOException {
    try {
      next().bytes(value, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void utf8(byte[] data, int start, int length) throws IOException {
    try {
      next().utf8(data, start, length, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void bytes(byte[] data, int start, int length) throws IOException {
    try {
      next().bytes(data, start, length, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  @Override
  public void decimal(byte[] data, int start, int length) throws IOException {
    try {
      next().decimal(data, start, length, out);
    } catch (ArithmeticException e) {
      throw refused(e);
    }
  }

  private IOException refused(ArithmeticException e) {
    String name = view.columns().get(column - 1).name();
    return new IOException(Refusal.value(view.name(), name, String.valueOf(e.getMessage())));
  }

  @Override
  public void endRow() {
    if (column != encoders.length) {
      throw new IllegalStateException(
          "a row of " + column + " values for " + view.name() + ", expected " + encoders.length);
    }
    column = 0;
  }

  @Override
  public long finish() throws SQLException, IOException {
    try {
      out.int16(-1);
      out.flush();
      return copy.endCopy();
    } catch (IOException e) {
      abort();
      throw Refusal.of(view.name(), Refusal.unwrap(e));
    } catch (SQLException e) {
      throw Refusal.of(view.name(), e);
    }
  }

  @Override
  public void abort() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      // The load is given up and its transaction rolled back by contract: this is that very error.
      org.slf4j.LoggerFactory.getLogger(BinaryWriter.class).debug("load given up", e);
    }
  }

  @Override
  public long bytes() {
    return out.bytes();
  }
}
