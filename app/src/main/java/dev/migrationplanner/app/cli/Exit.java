package dev.migrationplanner.app.cli;

/** What an exit code says. */
public enum Exit {
  /** Done, or equal. */
  DONE(0),
  /** Something failed. */
  ERROR(1),
  /** Decisions are needed, or there are differences. */
  OPEN(2),
  /** The migration, or a gate, does not let this happen. */
  BLOCKED(3),
  /** The command line or a file it names cannot be used as it is. */
  USAGE(64);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
