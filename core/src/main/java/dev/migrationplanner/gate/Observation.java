package dev.migrationplanner.gate;

/**
 * One measured value.
 *
 * @param value a count, a share in 0..1, milliseconds or seconds, as its {@link Measure} says; yes
 *     is 1, no is 0
 * @param how how it was produced, so that it can be produced again; no row values
 * @param at when, ISO 8601 in UTC
 */
public record Observation(double value, String how, String at) {

  public Observation {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("an observation has a value; leave out what is unknown");
    }
  }
}
