package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.database.Secret.UnreadableSecretException;
import dev.migrationplanner.plan.MigrationFileException;
import dev.migrationplanner.run.Cleanup.StillNeededException;
import dev.migrationplanner.run.OccupiedException;
import dev.migrationplanner.run.ToolLock.HeldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

/** Any exception as an error a person can act on. */
final class Failures {
  private static final int CAUSES_MAX = 5;

  private Failures() {}

  static Failure of(Exception failure) {
    if (failure instanceof Failure told) {
      return told;
    }
    if (failure instanceof MigrationFileException unusable) {
      String first = String.join("\n", unusable.problems());
      return new Failure(
          Exit.USAGE,
          new Story("The migration file cannot be used.", "", first, "Correct the lines named."),
          failure);
    }
    if (failure instanceof UnreadableSecretException) {
      return new Failure(
          Exit.USAGE, new Story("A password cannot be had.", "", text(failure), ""), failure);
    }
    if (failure instanceof HeldException) {
      return new Failure(
          Exit.BLOCKED,
          new Story(
              "Another tool works on this migration.",
              "",
              text(failure),
              "Stop it, or ask it: migration-planner status"),
          failure);
    }
    if (failure instanceof OccupiedException || failure instanceof StillNeededException) {
      return new Failure(Exit.BLOCKED, new Story(text(failure), "", "", ""), failure);
    }
    if (failure instanceof IllegalArgumentException) {
      return new Failure(Exit.USAGE, new Story(text(failure), "", "", ""), failure);
    }
    return new Failure(Exit.ERROR, story(failure), failure);
  }

  private static Story story(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return new Story("A file is missing.", text(missing), "", "Check its name.");
    }
    if (failure instanceof SQLException database) {
      return new Story(text(failure), "", state(database), "");
    }
    if (failure instanceof IOException || failure instanceof UncheckedIOException) {
      return new Story("Reading or writing failed.", "", text(failure), "");
    }
    return new Story(text(failure), "", because(failure), "");
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? because(failure) : "SQLSTATE " + state + because(failure);
  }

  private static String because(Exception failure) {
    StringBuilder text = new StringBuilder();
    Throwable cause = failure.getCause();
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      text.append(text.length() == 0 ? "" : "; ").append(text(cause));
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? "An unexpected " + failure.getClass().getSimpleName() + "."
        : message;
  }
}
