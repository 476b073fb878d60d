package dev.migrationplanner.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reference to a secret: {@code env:NAME} or {@code file:/path}. The value is read at each use
 * and never printed.
 */
public final class Secret {

  private final String reference;

  private Secret(String reference) {
    this.reference = reference;
  }

  /**
   * A reference.
   *
   * @throws IllegalArgumentException if it is neither {@code env:} nor {@code file:}
   */
  public static Secret of(String reference) {
    if (!reference.startsWith("env:") && !reference.startsWith("file:")) {
      throw new IllegalArgumentException(
          "a password is given by reference only: env:NAME or file:/path");
    }
    return new Secret(reference);
  }

  /** The reference itself, safe to print. */
  public String reference() {
    return reference;
  }

  /**
   * The value now.
   *
   * @throws UnreadableSecretException if the variable or the file is missing
   */
  public String reveal() {
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      String value = System.getenv(name);
      if (value == null) {
        throw new UnreadableSecretException(
            "environment variable " + name + " is not set; set it to the password");
      }
      return value;
    }
    Path file = Path.of(reference.substring("file:".length()));
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new UnreadableSecretException(
          "cannot read the password file " + file + "; create it, readable by this user only");
    }
  }

  @Override
  public String toString() {
    return "***";
  }

  /** The reference leads nowhere. */
  public static final class UnreadableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String message) {
      super(message);
    }
  }
}
