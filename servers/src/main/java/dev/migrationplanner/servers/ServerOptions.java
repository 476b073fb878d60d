package dev.migrationplanner.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start a server.
 *
 * @param settings settings of the server, {@code name=value}, that win over the ones chosen here;
 *     {@code rpl_semi_sync_master_enabled=ON}, {@code synchronous_commit=off}
 * @param startTimeout how long one start may take, recovery after a crash included
 */
public record ServerOptions(List<String> settings, Duration startTimeout) {

  public ServerOptions {
    settings = List.copyOf(settings);
    for (String setting : settings) {
      if (!setting.matches("[a-z0-9_.-]+=[^\\n]*")) {
        throw new IllegalArgumentException("Not a setting of the form name=value: " + setting);
      }
    }
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("startTimeout must be positive, is " + startTimeout);
    }
  }

  /** The settings every server here has, and two minutes for a start. */
  public static ServerOptions defaults() {
    return new ServerOptions(List.of(), Duration.ofMinutes(2));
  }

  /** The same with one more setting. */
  public ServerOptions with(String name, String value) {
    List<String> more = new ArrayList<>(settings);
    more.add(name + "=" + value);
    return new ServerOptions(more, startTimeout);
  }
}
