package dev.migrationplanner.database.mysql;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of the connector's decoder, which skips what it does not understand and decodes
 * every column. Here a failure ends the stream (rule 6), and only keys are decoded.
 */
final class EventStream extends EventDeserializer {

  private static final int HEAD_BYTES = 19;
  private static final int CHECKSUM_BYTES = 4;

  /** Takes events one by one. */
  interface Consumer {
    void accept(EventHead head, EventBytes body)
        throws IOException, SQLException, InterruptedException;

    /** The log goes on there; artificial at the start of a stream. */
    void rotated(EventHead head, BinlogPlace next) throws IOException;
  }

  private final Consumer consumer;
  private volatile int checksumBytes;
  private volatile @Nullable Exception failure;

  EventStream(Consumer consumer) {
    this.consumer = consumer;
  }

  /** Why the stream was ended from this side, null if it was not. */
  @Nullable Exception failure() {
    return failure;
  }

  @Override
  @Deprecated
  public void setChecksumType(ChecksumType type) {
    checksumBytes = type.getLength();
  }

  @Override
  public Event nextEvent(ByteArrayInputStream in) throws IOException {
    try {
      return next(in);
    } catch (SocketException | EOFException | InterruptedIOException e) {
      throw new EOFException("the connection ended: " + e.getMessage());
    } catch (IOException | SQLException | RuntimeException e) {
      failure = e;
      throw new EOFException("stopped: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EOFException("stopped");
    }
  }

  private Event next(ByteArrayInputStream in)
      throws IOException, SQLException, InterruptedException {
    var head = new EventHeaderV4();
    head.setTimestamp(in.readLong(4) * 1000);
    int type = in.readInteger(1);
    head.setEventType(type == EventHead.ROTATE ? EventType.ROTATE : EventType.UNKNOWN);
    head.setServerId(in.readLong(4));
    head.setEventLength(in.readLong(4));
    head.setNextPosition(in.readLong(4));
    head.setFlags(in.readInteger(2));
    long length = head.getEventLength() - HEAD_BYTES;
    if (type == EventHead.FORMAT) {
      return new Event(head, format(head, in, (int) length));
    }
    var body = new EventBytes(in, length - checksumBytes);
    RotateEventData rotation = type == EventHead.ROTATE ? rotation(body) : null;
    var ours = new EventHead(type, head.getServerId(), head.getNextPosition(), head.getFlags());
    if (rotation == null) {
      consumer.accept(ours, body);
    } else {
      consumer.rotated(
          ours, new BinlogPlace(rotation.getBinlogFilename(), rotation.getBinlogPosition()));
    }
    body.finish();
    EventBytes.skip(in, checksumBytes);
    return new Event(head, rotation);
  }

  /** Each file says whether its events carry a checksum. */
  private @Nullable RotateEventData format(EventHeaderV4 head, ByteArrayInputStream in, int length)
      throws IOException, SQLException, InterruptedException {
    byte[] format = in.read(length);
    checksumBytes = format[length - CHECKSUM_BYTES - 1] == 1 ? CHECKSUM_BYTES : 0;
    consumer.accept(
        new EventHead(
            EventHead.FORMAT, head.getServerId(), head.getNextPosition(), head.getFlags()),
        new EventBytes(in, 0));
    return null;
  }

  private static RotateEventData rotation(EventBytes body) throws IOException {
    var rotation = new RotateEventData();
    rotation.setBinlogPosition(body.little(8));
    rotation.setBinlogFilename(body.text((int) body.remaining()));
    return rotation;
  }
}
