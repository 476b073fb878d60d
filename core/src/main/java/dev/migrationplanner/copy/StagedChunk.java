package dev.migrationplanner.copy;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.Uncarriable;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way in for a chunk whose rows clash with rows that are there already (a dual write brought
 * them) or that the target refuses: upserts in small batches; a batch that fails is halved until
 * the row that fails stands alone and is set aside. A row whose values no canonical form has is set
 * aside as it is read.
 */
final class StagedChunk implements RowSink {

  private static final int ROWS = 1_000;
  private static final long BYTES = 8L << 20;

  private final Database target;
  private final Connection connection;
  private final MappedTable table;
  private final SetAside.Tally setAside;
  private RowBuffer buffer;
  private @Nullable Uncarriable flaw;
  private long rows;
  private long bytes;

  StagedChunk(Database target, Connection connection, MappedTable table, SetAside.Tally setAside) {
    this.target = target;
    this.connection = connection;
    this.table = table;
    this.setAside = setAside;
    this.buffer = newBuffer();
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /** Writes what is left. */
  void finish() throws SQLException, IOException {
    if (buffer.rows().isEmpty()) {
      return;
    }
    bytes += buffer.sizeBytes();
    write(buffer.rows());
    buffer = newBuffer();
  }

  private void write(List<@Nullable Object[]> batch) throws SQLException, IOException {
    Savepoint before = connection.setSavepoint();
    try {
      equalize(batch);
      connection.releaseSavepoint(before);
      rows += batch.size();
    } catch (SQLException e) {
      if (target.classify(e) != Database.Failure.DEFER) {
        throw e;
      }
      connection.rollback(before);
      if (batch.size() == 1) {
        setAside.put(table, key(batch.get(0)), e);
        return;
      }
      int half = batch.size() / 2;
      write(batch.subList(0, half));
      write(batch.subList(half, batch.size()));
    }
  }

  private void equalize(List<@Nullable Object[]> batch) throws SQLException, IOException {
    var part = new RowBuffer(table.source().columns().size());
    var keys = new ArrayList<RowKey>(batch.size());
    for (Object[] row : batch) {
      RowBuffer.replay(row, part);
      keys.add(key(row));
    }
    // Owners displaced by a unique clash are rows of a later state of the source: their keys are in
    // the log, and pending.
    target.rows().equalize(connection, table.target(), keys, part);
  }

  private RowKey key(@Nullable Object[] row) {
    return RowBuffer.keyOf(table.source(), row);
  }

  private RowBuffer newBuffer() {
    return RowBuffer.keepingUncarriable(table.source().columns().size());
  }

  /** The first value of a row that cannot be carried speaks for it. */
  @Override
  public void uncarriable(Uncarriable value) throws IOException {
    flaw = flaw == null ? value : flaw;
    buffer.uncarriable(value);
  }

  @Override
  public void endRow() throws IOException {
    buffer.endRow();
    if (flaw != null) {
      setAsideLast(flaw);
      flaw = null;
    }
    if (buffer.rows().size() >= ROWS || buffer.sizeBytes() >= BYTES) {
      try {
        finish();
      } catch (SQLException e) {
        throw new WriteFailed(e);
      }
    }
  }

  private void setAsideLast(Uncarriable why) throws IOException {
    RowKey key = key(buffer.removeLast());
    try {
      setAside.put(table, key, why.refused());
    } catch (SQLException e) {
      throw new WriteFailed(e);
    }
  }

  @Override
  public void nil() {
    buffer.nil();
  }

  @Override
  public void int64(long value) {
    buffer.int64(value);
  }

  @Override
  public void uint64(long bits) {
    buffer.uint64(bits);
  }

  @Override
  public void float64(double value) {
    buffer.float64(value);
  }

  @Override
  public void decimal(BigDecimal value) {
    buffer.decimal(value);
  }

  @Override
  public void utf8(byte[] text) {
    buffer.utf8(text);
  }

  @Override
  public void bytes(byte[] value) {
    buffer.bytes(value);
  }

  /** Carries a database error through the reader's loop. */
  static final class WriteFailed extends IOException {
    private static final long serialVersionUID = 1L;
    private final SQLException error;

    WriteFailed(SQLException error) {
      super(error);
      this.error = error;
    }

    SQLException error() {
      return error;
    }
  }
}
