package dev.migrationplanner.app.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command that ends with an error: what happened, where, why, and what to do. "" for unknown. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final Story story;

  /** The four answers that an error owes; they never hold a secret or a row's value. */
  public record Story(String what, String where, String why, String remedy) {
    public Story {
      Objects.requireNonNull(what, "what");
    }
  }

  public Failure(Exit exit, Story story) {
    this(exit, story, null);
  }

  public Failure(Exit exit, Story story, @Nullable Throwable cause) {
    super(story.what(), cause);
    this.exit = exit;
    this.story = story;
  }

  static Failure usage(String what, String remedy) {
    return new Failure(Exit.USAGE, new Story(what, "", "", remedy));
  }

  public Exit exit() {
    return exit;
  }

  public Story story() {
    return story;
  }
}
