package dev.migrationplanner.app.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where the control plane listens.
 *
 * @param address a loopback address; another one is refused, because there are no tokens yet to
 *     tell an operator from a stranger
 * @param port 0 takes a free one
 */
public record HttpOptions(String address, int port) {
  /** The control plane's own port. */
  public static final int PORT = 8090;

  public HttpOptions {
    Objects.requireNonNull(address, "address");
    if (!loopback(address)) {
      throw new IllegalArgumentException(
          "The control plane does not listen on "
              + address
              + ": it takes commands without a token, so only this machine may reach it. Use"
              + " 127.0.0.1, and reach it from elsewhere through an SSH tunnel.");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("Port " + port + " is not within 0..65535.");
    }
  }

  public static HttpOptions loopback(int port) {
    return new HttpOptions("127.0.0.1", port);
  }

  private static boolean loopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "The control plane cannot listen on " + address + ": this machine has no such address.",
          unknown);
    }
  }
}
