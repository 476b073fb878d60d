package dev.migrationplanner.database.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of pgoutput, protocol 1 (PostgreSQL manual, "Logical Replication Message
 * Formats"), and tells them to a listener. An unknown message is an error (rule 6).
 */
final class PgOutput {

  /** Takes what the log says, in its order. */
  interface Listener {
    void begin(int xid);

    void relation(int id, String schema, String name, List<String> columns, String shape);

    void insert(int relation, @Nullable String[] row);

    /** {@code old} is null if no part of the key changed. */
    void update(int relation, @Nullable String @Nullable [] old, @Nullable String[] row);

    void delete(int relation, @Nullable String[] old);

    void truncate(int[] relations);

    void message(String prefix);

    /** {@code end} is the place after the transaction. */
    void commit(long end);
  }

  private final Listener listener;

  PgOutput(Listener listener) {
    this.listener = listener;
  }

  void take(ByteBuffer in) {
    char type = (char) in.get();
    switch (type) {
      case 'B' -> begin(in);
      case 'C' -> commit(in);
      case 'R' -> relation(in);
      case 'I' -> insert(in);
      case 'U' -> update(in);
      case 'D' -> delete(in);
      case 'T' -> truncate(in);
      case 'M' -> message(in);
      case 'O', 'Y' -> {} // Where a transaction came from, and names of types: of no use here.
      default ->
          throw new IllegalStateException("the log has a message of unknown type '" + type + "'");
    }
  }

  private void begin(ByteBuffer in) {
    in.getLong();
    in.getLong();
    listener.begin(in.getInt());
  }

  private void commit(ByteBuffer in) {
    in.get();
    in.getLong();
    listener.commit(in.getLong());
  }

  private void relation(ByteBuffer in) {
    int id = in.getInt();
    String schema = string(in);
    String name = string(in);
    var shape = new StringBuilder().append((char) in.get());
    int count = in.getShort();
    var columns = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      shape.append(' ').append(in.get());
      String column = string(in);
      columns.add(column);
      shape.append(column).append(':').append(in.getInt()).append(':').append(in.getInt());
    }
    listener.relation(id, schema, name, columns, shape.toString());
  }

  private void insert(ByteBuffer in) {
    int relation = in.getInt();
    in.get();
    listener.insert(relation, tuple(in));
  }

  private void update(ByteBuffer in) {
    int relation = in.getInt();
    @Nullable String @Nullable [] old = null;
    if (in.get() != 'N') {
      old = tuple(in);
      in.get();
    }
    listener.update(relation, old, tuple(in));
  }

  private void delete(ByteBuffer in) {
    int relation = in.getInt();
    in.get();
    listener.delete(relation, tuple(in));
  }

  private void truncate(ByteBuffer in) {
    int[] relations = new int[in.getInt()];
    in.get();
    for (int i = 0; i < relations.length; i++) {
      relations[i] = in.getInt();
    }
    listener.truncate(relations);
  }

  private void message(ByteBuffer in) {
    boolean transactional = in.get() == 1;
    in.getLong();
    String prefix = string(in);
    if (transactional) {
      listener.message(prefix);
    }
  }

  /** NULL, and what is left out as unchanged, are both null: no key has either. */
  private static @Nullable String[] tuple(ByteBuffer in) {
    @Nullable String[] values = new String[in.getShort()];
    for (int i = 0; i < values.length; i++) {
      char kind = (char) in.get();
      if (kind == 't') {
        int length = in.getInt();
        values[i] =
            new String(
                in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
      } else if (kind != 'n' && kind != 'u') {
        throw new IllegalStateException("the log has a value of unknown kind '" + kind + "'");
      }
    }
    return values;
  }

  private static String string(ByteBuffer in) {
    int start = in.position();
    while (in.get() != 0) {
      // up to the NUL
    }
    return new String(
        in.array(), in.arrayOffset() + start, in.position() - start - 1, StandardCharsets.UTF_8);
  }
}
