package dev.migrationplanner.plan;

import java.util.List;

/**
 * A file of the team's that cannot be used as it is: every problem with its line and its remedy.
 */
public final class MigrationFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  MigrationFileException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each, {@code file:line: what; what to do}. */
  public List<String> problems() {
    return problems;
  }
}
