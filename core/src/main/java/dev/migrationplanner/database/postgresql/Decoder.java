package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ValueSink;
import java.io.IOException;

/** Hands one column's value, in PostgreSQL's binary form, on as its canonical value. */
@FunctionalInterface
interface Decoder {

  /** {@code length} bytes of {@code data} from {@code offset}; never NULL. */
  void decode(byte[] data, int offset, int length, ValueSink sink) throws IOException;
}
