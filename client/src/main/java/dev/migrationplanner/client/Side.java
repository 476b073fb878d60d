package dev.migrationplanner.client;

/** One of the two databases of a migration. They never swap: what moves is the authority. */
public enum Side {
  SOURCE,
  TARGET;

  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }
}
