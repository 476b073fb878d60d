package dev.migrationplanner.run;

/**
 * What an operator wants.
 *
 * @param kind the verb
 * @param to ROLLBACK: the phase to land in, -1 = one back
 * @param subject DECIDE: the finding's or gate's id; APPROVE: the action; else ""
 * @param choice DECIDE: what is decided; else ""
 * @param who who asks
 * @param why the reason, for the record
 */
public record Command(Kind kind, int to, String subject, String choice, String who, String why) {

  /** The verbs. */
  public enum Kind {
    PAUSE,
    RESUME,
    ADVANCE,
    ROLLBACK,
    DECIDE,
    APPROVE
  }
}
