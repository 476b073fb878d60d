package dev.migrationplanner.servers;

/** Names that need no quoting on any server and so can be put into a statement. */
final class DatabaseName {

  private DatabaseName() {}

  static String checked(String name) {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "A database's name is a letter, then letters, digits, underscores: " + name);
    }
    return name;
  }
}
