package dev.migrationplanner.shop;

/**
 * How much traffic the shop has.
 *
 * @param writesPerSecond writes that are due in a second
 * @param readsPerSecond reads that are due in a second
 * @param writers threads that write
 * @param readers threads that read
 * @param seed the same seed makes the same choices
 */
public record TrafficOptions(
    double writesPerSecond, double readsPerSecond, int writers, int readers, long seed) {

  public TrafficOptions {
    if (writers < 1 || writers > 256 || readers < 1 || readers > 256) {
      throw new IllegalArgumentException(
          "Threads are 1 to 256; writers " + writers + ", readers " + readers + ".");
    }
  }

  /** 400 writes and 1,000 reads a second. */
  public static TrafficOptions standard() {
    return new TrafficOptions(400, 1_000, 12, 6, 20_260_131);
  }
}
