package dev.migrationplanner.gate;

import java.util.List;

/** A condition over evidence. Pure: the same evidence gives the same verdict. */
public interface Gate {

  /** Stable name, e.g. {@code shadow-reads}. */
  String id();

  /** The phase it stands at the end of, 0..6. */
  int phase();

  /** The condition in a sentence, with its thresholds. */
  String condition();

  /** What it must know; without one of these it is inconclusive. */
  List<Measure> needs();

  /** What it says. */
  Verdict judge(Evidence evidence);
}
