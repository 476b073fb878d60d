package dev.migrationplanner.run;

/**
 * What an operator wants.
 *
 * @param kind the verb
 * @param to ROLLBACK: the phase to land in, -1 = one back
 * @param subject DECIDE: the finding's or gate's id; APPROVE: the action; else ""
 * @param choice DECIDE: what is decided; ROLLBACK: {@link #ABANDON_TARGET} or ""; else ""
 * @param who who asks
 * @param why the reason, for the record
 */
public record Command(Kind kind, int to, String subject, String choice, String who, String why) {

  /** To roll back to phase 0 without the target, which is gone for good. */
  public static final String ABANDON_TARGET = "abandon-target";

  boolean abandonsTarget() {
    return kind == Kind.ROLLBACK && choice.equals(ABANDON_TARGET);
  }

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
