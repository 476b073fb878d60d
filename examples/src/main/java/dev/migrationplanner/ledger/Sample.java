package dev.migrationplanner.ledger;

/**
 * One wrong thing that was found.
 *
 * @param side where: a side's name, or both
 * @param what the operation or the row's key, and the names of the columns; never a value
 */
public record Sample(Fault fault, String side, String what) {

  @Override
  public String toString() {
    return fault + " on " + side + ": " + what;
  }
}
