package dev.migrationplanner.database.mysql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Statement;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Reader;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.ClosableLock;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.message.ClientMessage;
import org.mariadb.jdbc.message.server.ErrorPacket;

/**
 * A query whose rows are handed on from the driver's receive buffer, without an object for a row or
 * a value; the driver's result sets make several, and a copy spent most of its time on them. It is
 * the text protocol: what comes is what the server prints.
 *
 * <p>Whatever the taker of the rows throws, the result is read to its end first, so that the
 * connection can be used further.
 */
final class TextQuery implements ClientMessage {

  /** Takes rows; the row is valid until it returns. */
  interface Taker {
    void take(TextRow row) throws SQLException, IOException;
  }

  private static final int COM_QUERY = 3;
  private static final int PACKET_MAX = 0xffffff;
  private static final int HEADER_OK = 0x00;
  private static final int HEADER_END = 0xfe;
  private static final int HEADER_ERROR = 0xff;
  private static final int END_MAX = 8;

  private final String sql;
  private final TextRow row;
  private final Taker taker;
  private final String table;
  private long rows;
  private @Nullable Exception complaint;

  TextQuery(String sql, String table, int columns, Taker taker) {
    this.sql = sql;
    this.table = table;
    this.row = new TextRow(columns);
    this.taker = taker;
  }

  /** Rows handed on; what the taker complained of is thrown now. */
  long rows() throws SQLException, IOException {
    if (complaint instanceof SQLException e) {
      throw e;
    }
    if (complaint instanceof IOException e) {
      throw e;
    }
    if (complaint instanceof RuntimeException e) {
      throw e;
    }
    return rows;
  }

  @Override
  public String description() {
    return sql;
  }

  @Override
  public int encode(Writer writer, Context context) throws IOException, SQLException {
    writer.initPacket();
    writer.writeByte(COM_QUERY);
    writer.writeString(sql);
    writer.flush();
    return 1;
  }

  @Override
  public Completion readPacket(
      Statement statement,
      int fetchSize,
      long maxRows,
      int concurrency,
      int type,
      boolean closeOnCompletion,
      Reader reader,
      Writer writer,
      Context context,
      ExceptionFactory exceptions,
      ClosableLock lock,
      boolean trace,
      ClientMessage message,
      Consumer<String> redirect)
      throws IOException, SQLException {
    ReadableByteBuf head = reader.readReusablePacket(false);
    throwIfError(head, context, exceptions);
    if (head.getUnsignedByte() == HEADER_OK) {
      throw new SQLException("the source gave no rows to a query", "08S01");
    }
    int columns = head.readIntLengthEncodedNotNull();
    for (int i = 0; i < columns; i++) {
      reader.readReusablePacket(false);
    }
    if (!context.isEofDeprecated()) {
      reader.readReusablePacket(false);
    }
    readRows(reader, context, exceptions);
    return new Completion() {};
  }

  private void readRows(Reader reader, Context context, ExceptionFactory exceptions)
      throws IOException, SQLException {
    while (true) {
      ReadableByteBuf packet = reader.readReusablePacket(false);
      int length = packet.readableBytes();
      int first = packet.getUnsignedByte();
      if (first == HEADER_ERROR) {
        throwIfError(packet, context, exceptions);
      }
      if (first == HEADER_END && length < (context.isEofDeprecated() ? PACKET_MAX : END_MAX)) {
        end(packet, context);
        return;
      }
      if (length == PACKET_MAX) {
        readLarge(reader, packet);
      } else if (complaint == null) {
        hand(packet.buf(), packet.pos(), packet.pos() + length);
      }
    }
  }

  /** A row of several packets; the driver makes a new array for each that is large. */
  private void readLarge(Reader reader, ReadableByteBuf first) throws IOException {
    try (LargeRow large = LargeRow.begin(table)) {
      ReadableByteBuf part = first;
      int length = part.readableBytes();
      large.add(part.buf(), length);
      while (length == PACKET_MAX) {
        part = reader.readReusablePacket(false);
        length = part.readableBytes();
        large.add(part.buf(), length);
      }
      if (complaint == null) {
        hand(large);
      }
    }
  }

  private void hand(LargeRow large) {
    try {
      hand(large.bytes(), 0, large.length());
    } catch (SQLException e) {
      complaint = e;
    }
  }

  private void hand(byte[] packet, int start, int limit) {
    try {
      row.take(packet, start, limit);
      taker.take(row);
      rows++;
    } catch (SQLException | IOException | RuntimeException e) {
      complaint = e;
    }
  }

  private static void throwIfError(
      ReadableByteBuf packet, Context context, ExceptionFactory exceptions) throws SQLException {
    if (packet.getUnsignedByte() == HEADER_ERROR) {
      ErrorPacket error = new ErrorPacket(packet, context);
      throw exceptions.create(error.getMessage(), error.getSqlState(), error.getErrorCode());
    }
  }

  /** The packet after the last row: the state of the session, which the driver keeps. */
  private static void end(ReadableByteBuf packet, Context context) {
    packet.skip();
    if (context.isEofDeprecated()) {
      packet.readLongLengthEncodedNotNull();
      packet.readLongLengthEncodedNotNull();
      context.setServerStatus(packet.readUnsignedShort());
      context.setWarning(packet.readUnsignedShort());
    } else {
      context.setWarning(packet.readUnsignedShort());
      context.setServerStatus(packet.readUnsignedShort());
    }
  }
}
