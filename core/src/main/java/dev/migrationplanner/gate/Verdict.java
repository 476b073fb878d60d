package dev.migrationplanner.gate;

import java.util.List;

/** What a gate says, and why. */
public record Verdict(Result result, String reason) {

  /** The three answers. Missing evidence is inconclusive, never a pass. */
  public enum Result {
    PASS,
    FAIL,
    INCONCLUSIVE
  }

  /** The condition holds. */
  public static Verdict pass(String reason) {
    return new Verdict(Result.PASS, reason);
  }

  /** The condition is broken. */
  public static Verdict fail(String reason) {
    return new Verdict(Result.FAIL, reason);
  }

  /** Not known yet; the reason says what is missing. */
  public static Verdict inconclusive(String reason) {
    return new Verdict(Result.INCONCLUSIVE, reason);
  }

  /** Whether it is a pass. */
  public boolean passed() {
    return result == Result.PASS;
  }

  /**
   * All of them: one failure fails, else one doubt is a doubt. The reason names what stands in the
   * way, or all that passed.
   */
  public static Verdict all(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return inconclusive("nothing was judged");
    }
    Result worst = Result.PASS;
    for (Verdict verdict : verdicts) {
      worst = worse(worst, verdict.result());
    }
    return new Verdict(worst, reasons(verdicts, worst));
  }

  private static Result worse(Result one, Result other) {
    if (one == Result.FAIL || other == Result.FAIL) {
      return Result.FAIL;
    }
    return one == Result.PASS ? other : one;
  }

  private static String reasons(List<Verdict> verdicts, Result wanted) {
    return String.join(
        "; ", verdicts.stream().filter(v -> v.result() == wanted).map(Verdict::reason).toList());
  }
}
