package dev.migrationplanner.sync;

/**
 * What a flip did.
 *
 * @param flipped whether authority has moved; if not, everything was let go unchanged
 * @param epoch the epoch now
 * @param pauseMillis how long writers were held
 * @param keys rows of the last hop
 * @param message why it did not move; "" if it did
 */
public record FlipOutcome(
    boolean flipped, long epoch, double pauseMillis, long keys, String message) {}
