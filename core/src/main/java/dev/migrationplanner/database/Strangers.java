package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Accounts that can write without us: who they are at this moment, and the statements, for a DBA to
 * run, that shut them out and let them in.
 */
public interface Strangers {

  /** A query that lists the accounts that may write. */
  String find();

  /**
   * Looks, and changes nothing. Accounts of our own user name are not among those seen.
   *
   * @throws SQLException if we may not look; the message has the exact GRANT
   */
  Seen look(Connection connection) throws SQLException;

  /** Statements that shut these accounts out and end their sessions, then show what is left. */
  List<String> shutOut(List<String> accounts);

  /** Statements that let them in again. */
  List<String> letIn(List<String> accounts);

  /**
   * Who can write the tables beside us.
   *
   * @param preparedTransactions that anybody may still commit, whoever is shut out
   * @param schedulerRuns whether the server itself runs statements of others at their time
   */
  record Seen(List<Stranger> strangers, int preparedTransactions, boolean schedulerRuns) {
    public Seen {
      strangers = List.copyOf(strangers);
    }
  }

  /**
   * One account.
   *
   * @param account as {@link #shutOut} takes it
   * @param mayWrite whether a new session of it could write; if not, only open ones can
   * @param administrator whether it may let itself in again
   * @param sessions open ones, whatever they do
   */
  record Stranger(String account, boolean mayWrite, boolean administrator, int sessions) {}
}
