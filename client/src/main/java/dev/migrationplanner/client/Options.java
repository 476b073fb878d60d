package dev.migrationplanner.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How an application reaches its migration's control plane.
 *
 * @param migration the migration's name; also the salt of its cohort
 * @param controlPlane its address, such as {@code http://planner:8090}
 * @param token the bearer token of now, asked for at each request; empty where tokens are off
 * @param stateDirectory where the last known state and the override file stand; one for each
 *     running instance
 */
public record Options(
    String migration,
    URI controlPlane,
    Supplier<String> token,
    Path stateDirectory,
    Limits limits) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public Options {
    Objects.requireNonNull(controlPlane, "controlPlane");
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(stateDirectory, "stateDirectory");
    Objects.requireNonNull(limits, "limits");
    if (!NAME.matcher(migration).matches()) {
      throw new IllegalArgumentException(
          "A migration's name has 1 to 64 letters, digits, '.', '_' or '-'; \""
              + migration
              + "\" does not.");
    }
    if (!"http".equals(controlPlane.getScheme()) && !"https".equals(controlPlane.getScheme())) {
      throw new IllegalArgumentException(
          "The control plane's address must begin with http:// or https://.");
    }
  }

  /** Without tokens and with the standard limits. */
  public Options(String migration, URI controlPlane, Path stateDirectory) {
    this(migration, controlPlane, () -> "", stateDirectory, Limits.standard());
  }

  public Options withToken(Supplier<String> replaced) {
    return new Options(migration, controlPlane, replaced, stateDirectory, limits);
  }

  public Options withLimits(Limits replaced) {
    return new Options(migration, controlPlane, token, stateDirectory, replaced);
  }
}
