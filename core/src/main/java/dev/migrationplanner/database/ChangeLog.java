package dev.migrationplanner.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/** The log of one database, read for keys only. */
public interface ChangeLog {

  /**
   * Makes sure that the log is kept from now on (a slot and a publication; nothing on MySQL) and
   * returns P0 (rule 2): every transaction not visible to a snapshot opened after this returns is
   * delivered from there. Repeating it on an established log returns a place not later than the
   * first.
   *
   * @throws LogLostException if what was established is gone or is another server's
   */
  LogPosition establish() throws SQLException;

  /**
   * Starts reading in a thread of its own: transactions in commit order, each exactly once per
   * reader, our own ones included. The consumer may block (the log then waits).
   */
  LogReader read(LogPosition from, Consumer<LoggedTransaction> consumer) throws SQLException;

  /** Removes what {@link #establish} made. Harmless when repeated. */
  void drop() throws SQLException;

  /** A log being read. */
  interface LogReader extends AutoCloseable {

    /** E (rule 3): a mark at or after the end of the log as it is now. */
    LogMark markEnd() throws SQLException;

    /**
     * Waits until everything up to the mark was handed to the consumer.
     *
     * @return false if that took longer
     * @throws SQLException if reading has failed; the reader is dead then
     * @throws LogLostException if the log no longer has what is asked for
     */
    boolean awaitReached(LogMark mark, Duration timeout) throws SQLException, InterruptedException;

    /** The place after the last transaction handed on. */
    LogPosition position();

    /** Tells the server that all before is durable on our side: it may forget it. */
    void acknowledge(LogPosition collected);

    /** Stops reading; what was established stays. */
    @Override
    void close();
  }

  /** A mark in a log; engine's own. */
  interface LogMark {}

  /**
   * The log was purged, dropped, made anew, or is another server's: a comparison is needed, never a
   * silent jump.
   */
  final class LogLostException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** Says what was looked for and what was found. */
    public LogLostException(String message) {
      super(message);
    }
  }
}
