package dev.migrationplanner.app.cli;

/** A table that a command could not take, for people. */
final class LeftOut {
  private LeftOut() {}

  static String line(Console console, String what, String table, String why) {
    return console.paint(Console.Colour.RED, "not " + what)
        + ": "
        + table
        + ": "
        + why
        + ". See migration-planner plan; or leave it out by name (tables: exclude)";
  }
}
