package dev.migrationplanner.database;

import java.util.List;

/** Statements, for a DBA to run, about accounts that write without the library. */
public interface Strangers {

  /** A query that lists the accounts that may write. */
  String find();

  /** Statements that shut these accounts out and end their sessions, then show what is left. */
  List<String> shutOut(List<String> accounts);

  /** Statements that let them in again. */
  List<String> letIn(List<String> accounts);
}
