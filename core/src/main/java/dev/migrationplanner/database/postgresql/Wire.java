package dev.migrationplanner.database.postgresql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in an array. */
final class Wire {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Wire() {}

  static short int16(byte[] data, int offset) {
    return (short) SHORT.get(data, offset);
  }

  static int int32(byte[] data, int offset) {
    return (int) INT.get(data, offset);
  }

  static long int64(byte[] data, int offset) {
    return (long) LONG.get(data, offset);
  }

  static void int16(byte[] data, int offset, short value) {
    SHORT.set(data, offset, value);
  }

  static void int32(byte[] data, int offset, int value) {
    INT.set(data, offset, value);
  }

  static void int64(byte[] data, int offset, long value) {
    LONG.set(data, offset, value);
  }
}
