package dev.migrationplanner.app.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy before one server, for one kind of client, that behaves as bad networks do. What it
 * does applies to connections that stand and to new ones alike.
 */
final class Wire implements AutoCloseable {
  private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER = 16_384;
  private static final int SLOW_MILLIS = 15;
  private static final int SLICE = 7;

  private final ServerSocket door;
  private final int server;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private final AtomicLong cuts = new AtomicLong();
  private volatile Mode mode = Mode.PASS;

  /** What becomes of bytes. */
  enum Mode {
    PASS,
    /** Answers do not come; requests are taken. */
    STALL,
    /** Each packet comes late. */
    SLOW,
    /** Each packet comes in pieces of few bytes. */
    SLICE,
    /** The connection breaks after a COMMIT has been handed to the server. */
    CUT
  }

  /** Before the server on that port of this machine. */
  Wire(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon("wire-" + server, this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void mode(Mode next) {
    mode = next;
  }

  /** Breaks all connections, without a word of farewell. */
  void reset() {
    pairs.forEach(Pair::reset);
  }

  /** How many connections broke after a COMMIT. */
  long cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        try {
          new Pair(client, new Socket(InetAddress.getLoopbackAddress(), server)).start();
        } catch (IOException nobodyThere) {
          client.close();
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }

  /** One connection: two sockets, two threads. */
  private final class Pair {
    private final Socket client;
    private final Socket behind;
    private volatile boolean mute;

    Pair(Socket client, Socket behind) throws IOException {
      this.client = client;
      this.behind = behind;
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
    }

    void start() {
      pairs.add(this);
      daemon("wire-requests", () -> pump(client, behind, true));
      daemon("wire-answers", () -> pump(behind, client, false));
    }

    void reset() {
      for (Socket socket : new Socket[] {client, behind}) {
        try {
          socket.setSoLinger(true, 0);
          socket.close();
        } catch (IOException gone) {
          continue;
        }
      }
      pairs.remove(this);
    }

    private void pump(Socket from, Socket to, boolean requests) {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
          pass(buffer, size, out, requests);
        }
      } catch (IOException broken) {
        reset();
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      reset();
    }

    private void pass(byte[] buffer, int size, OutputStream out, boolean requests)
        throws IOException, InterruptedException {
      while (mode == Mode.STALL && !requests && !client.isClosed()) {
        Thread.sleep(5);
      }
      if (mute && !requests) {
        return;
      }
      if (mode == Mode.SLOW) {
        Thread.sleep(SLOW_MILLIS);
      }
      if (mode == Mode.CUT && requests && hasCommit(buffer, size)) {
        mute = true;
        out.write(buffer, 0, size);
        Thread.sleep(SLOW_MILLIS);
        cuts.incrementAndGet();
        reset();
        return;
      }
      int piece = mode == Mode.SLICE ? SLICE : BUFFER;
      for (int from = 0; from < size; from += piece) {
        out.write(buffer, from, Math.min(piece, size - from));
        out.flush();
      }
    }

    private static boolean hasCommit(byte[] buffer, int size) {
      for (int i = 0; i + COMMIT.length <= size; i++) {
        int same = 0;
        while (same < COMMIT.length && (buffer[i + same] & 0xdf) == COMMIT[same]) {
          same++;
        }
        if (same == COMMIT.length) {
          return true;
        }
      }
      return false;
    }
  }
}
