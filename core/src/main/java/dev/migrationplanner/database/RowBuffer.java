package dev.migrationplanner.database;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory: canonical values as Long, BigInteger (uint64 beyond 2^63-1), Double, BigDecimal,
 * {@link Utf8} or byte[]; null = NULL. Not thread-safe.
 */
public final class RowBuffer implements RowSink {

  /** Text as UTF-8, apart from plain bytes. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Utf8(byte[] bytes) {
    @Override
    public String toString() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private final int width;
  private final boolean keepsUncarriable;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private @Nullable Object[] row;
  private int column;
  private long sizeBytes;

  /** A buffer for views of {@code width} columns. */
  public RowBuffer(int width) {
    this(width, false);
  }

  private RowBuffer(int width, boolean keepsUncarriable) {
    this.width = width;
    this.keepsUncarriable = keepsUncarriable;
    this.row = new Object[width];
  }

  /** A buffer that takes a value that cannot be carried by its text: good for keys only. */
  public static RowBuffer keepingUncarriable(int width) {
    return new RowBuffer(width, true);
  }

  /** The last row, taken out again. */
  public @Nullable Object[] removeLast() {
    return rows.remove(rows.size() - 1);
  }

  /** The rows so far; arrays of {@code width} values. */
  public List<@Nullable Object[]> rows() {
    return rows;
  }

  /** About how much memory the values take, in bytes. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The key of a row, as the view has it. */
  public static RowKey keyOf(TableView view, @Nullable Object[] row) {
    var texts = new ArrayList<String>(view.key().size());
    for (int position : view.key()) {
      Object value = row[position];
      if (value == null) {
        throw new IllegalStateException("a key column of " + view.name() + " is NULL");
      }
      texts.add(CanonicalText.of(view.columns().get(position).logical(), value));
    }
    return new RowKey(texts);
  }

  /** Hands one row on. */
  public static void replay(@Nullable Object[] row, RowSink sink) throws IOException {
    for (Object value : row) {
      push(value, sink);
    }
    sink.endRow();
  }

  /** Hands one value on. */
  public static void push(@Nullable Object value, ValueSink sink) throws IOException {
    if (value == null) {
      sink.nil();
    } else if (value instanceof Long number) {
      sink.int64(number);
    } else if (value instanceof Utf8 text) {
      sink.utf8(text.bytes());
    } else if (value instanceof BigDecimal number) {
      sink.decimal(number);
    } else if (value instanceof byte[] bytes) {
      sink.bytes(bytes);
    } else if (value instanceof Double number) {
      sink.float64(number);
    } else if (value instanceof BigInteger number) {
      sink.uint64(number.longValue());
    } else {
      throw new IllegalStateException("no canonical value: " + value.getClass());
    }
  }

  private void add(@Nullable Object value, long bytes) {
    row[column++] = value;
    sizeBytes += 16 + bytes;
  }

  @Override
  public void nil() {
    add(null, 0);
  }

  @Override
  public void int64(long value) {
    add(value, 8);
  }

  @Override
  public void uint64(long bits) {
    add(new BigInteger(Long.toUnsignedString(bits)), 40);
  }

  @Override
  public void float64(double value) {
    add(value, 8);
  }

  @Override
  public void decimal(BigDecimal value) {
    add(value, 40);
  }

  @Override
  public void utf8(byte[] text) {
    add(new Utf8(text), text.length + 16L);
  }

  @Override
  public void bytes(byte[] value) {
    add(value, value.length);
  }

  @Override
  public void uncarriable(Uncarriable value) throws IOException {
    if (!keepsUncarriable) {
      throw new IOException(value.refused());
    }
    utf8(value.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void endRow() {
    if (column != width) {
      throw new IllegalStateException("a row of " + column + " values, expected " + width);
    }
    rows.add(row);
    row = new Object[width];
    column = 0;
  }
}
