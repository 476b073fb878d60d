package dev.migrationplanner.gate;

/** Judges a share against its limit by exact bounds. */
record RateProof(double confidence) {

  String proved(double limit) {
    return "proved at "
        + GateText.percent(confidence)
        + " confidence (with none bad: "
        + RateBound.needed(0, limit, confidence)
        + " of them)";
  }

  /** Proved below: pass. Proved above: fail. Else it says how many more would prove it. */
  Verdict provedBelow(String what, long bad, long n, double limit) {
    if (bad > n || bad < 0) {
      return Verdict.inconclusive("CONTRADICTION: " + bad + " of " + n + " " + what);
    }
    String seen = bad + " of " + n + " " + what;
    double upper = n == 0 ? 1 : RateBound.upper(bad, n, confidence);
    if (upper <= limit) {
      return Verdict.pass(seen + "; surely fewer than " + GateText.percent(upper));
    }
    if (n > 0 && RateBound.lower(bad, n, confidence) > limit) {
      return Verdict.fail(seen + "; more than " + GateText.percent(limit));
    }
    long missing = RateBound.needed(bad, limit, confidence) - n;
    return Verdict.inconclusive(seen + "; " + missing + " more without a bad one are needed");
  }
}
