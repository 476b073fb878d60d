package dev.migrationplanner.plan;

/**
 * What the servers must bear; -1 where it is not known.
 *
 * @param appliedPerSecond rows brought over a second, as measured or as seen elsewhere
 * @param loadMean writes over what is applied, averaged over a day
 * @param loadPeak the same in the day's highest hour
 * @param targetBytesNeeded rows, indexes, log and room for sorts
 * @param logKeptSeconds how long the source keeps its log
 * @param logNeededSeconds twice the copy and catching up at their slowest, so that the tool may be
 *     down as long again
 * @param sourceDiskFullSeconds until the source's disk is full of log if nobody takes it
 * @param targetDiskFullSeconds until the target's disk is full at the rate of writes, after the
 *     copy
 * @param hourOutageSeconds catching up after an hour without the tool
 * @param bestHour the hour of the day (UTC) to begin the copy at
 */
public record Capacity(
    double writesPerSecondMean,
    double writesPerSecondPeak,
    double appliedPerSecond,
    double loadMean,
    double loadPeak,
    long targetBytesNeeded,
    long targetBytesFree,
    long logBytesPerDay,
    long logKeptSeconds,
    long logNeededSeconds,
    long sourceDiskFullSeconds,
    long targetDiskFullSeconds,
    long hourOutageSeconds,
    int bestHour) {}
