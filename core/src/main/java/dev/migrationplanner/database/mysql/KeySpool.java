package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.RowKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The keys of a very large transaction, on disk until its end is read: what a transaction is called
 * in terms of visibility is known only there. The file has no name from the start, so nothing of it
 * outlives the process.
 */
final class KeySpool implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final DataOutputStream out;
  private int parts;

  KeySpool() throws IOException {
    Path path = Files.createTempFile("migration-planner-keys", ".tmp");
    file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
  }

  /** Takes one part. */
  void add(List<KeyChange> part) throws IOException {
    out.writeInt(part.size());
    for (KeyChange change : part) {
      write(change.table());
      out.writeByte(change.kind().ordinal());
      out.writeInt(change.key().texts().size());
      for (String text : change.key().texts()) {
        write(text);
      }
    }
    parts++;
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Hands all parts back, in their order. */
  void drain(Taker taker) throws IOException, InterruptedException {
    out.flush();
    file.position(0);
    var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER));
    var names = new java.util.HashMap<String, String>();
    for (int part = 0; part < parts; part++) {
      taker.take(read(in, names));
    }
  }

  private static List<KeyChange> read(DataInputStream in, Map<String, String> names)
      throws IOException {
    int size = in.readInt();
    var changes = new ArrayList<KeyChange>(size);
    for (int i = 0; i < size; i++) {
      String table = names.computeIfAbsent(text(in), name -> name);
      KeyChange.Kind kind = KeyChange.Kind.values()[in.readByte()];
      var texts = new String[in.readInt()];
      for (int column = 0; column < texts.length; column++) {
        texts[column] = text(in);
      }
      changes.add(new KeyChange(table, RowKey.of(texts), kind));
    }
    return changes;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Takes a part. */
  interface Taker {
    void take(List<KeyChange> part) throws InterruptedException;
  }
}
