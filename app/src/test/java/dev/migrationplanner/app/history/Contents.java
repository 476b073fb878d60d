package dev.migrationplanner.app.history;

import java.util.List;
import java.util.Map;

/**
 * What plain SQL found on one side, while everything rests.
 *
 * @param entries rows that ADD made: generated id and operation, as often as they stand
 * @param lists elements by list
 * @param transfers that stand, each with its accounts and amount
 */
public record Contents(
    List<Entry> entries,
    Map<String, List<Long>> lists,
    Map<String, Long> balances,
    List<Transfer> transfers,
    Map<String, Long> counters) {

  public record Entry(long id, long operation) {}

  public record Transfer(long operation, String from, String to, long amount) {}
}
