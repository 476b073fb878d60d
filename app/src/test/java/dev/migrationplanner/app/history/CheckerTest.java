package dev.migrationplanner.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.app.history.Finding.Fault;
import dev.migrationplanner.app.history.Operation.Answer;
import dev.migrationplanner.app.history.Operation.Kind;
import dev.migrationplanner.app.history.Operation.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A checker that never found anything is no evidence: each fault is found, and nothing else is. */
final class CheckerTest {
  private static final long BALANCE = GoodHistory.BALANCE;

  @Test
  void a_hundred_good_histories_raise_no_alarm() {
    for (int seed = 1; seed <= 100; seed++) {
      GoodHistory good = new GoodHistory(seed, 2_000);
      assertThat(Checker.check(good.operations(), both(good.contents()), BALANCE))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void thirty_thousand_operations_are_checked_in_a_moment() {
    GoodHistory good = new GoodHistory(7, 30_000);
    assertThat(Checker.check(good.operations(), both(good.contents()), BALANCE)).isEmpty();
  }

  @Test
  void an_acknowledged_row_that_is_on_neither_side_is_lost() {
    assertFound(Fault.LOST, List.of(add(1, 0, 10, 7)), rows());
  }

  @Test
  void a_row_of_unknown_outcome_may_stand_on_both_sides_or_on_none_but_not_on_one() {
    List<Operation> history = List.of(unknown(1, Kind.ADD, ""));
    assertThat(check(history, rows(), rows())).isEmpty();
    assertThat(check(history, rows(entry(7, 1)), rows(entry(7, 1)))).isEmpty();
    assertThat(check(history, rows(entry(7, 1)), rows())).containsExactly(Fault.DIFFERENT);
  }

  @Test
  void a_row_that_stands_twice_is_duplicated() {
    assertFound(Fault.DUPLICATED, List.of(add(1, 0, 10, 7)), rows(entry(7, 1), entry(8, 1)));
  }

  @Test
  void a_removed_row_that_stands_is_resurrected() {
    Operation removal = ok(2, Kind.REMOVE, "1", 20, 30, new Answer(1, 0, 0));
    List<Operation> history = List.of(add(1, 0, 10, 7), removal);
    assertThat(check(history, rows(), rows())).isEmpty();
    assertFound(Fault.RESURRECTED, history, rows(entry(7, 1)));
  }

  @Test
  void a_row_that_failed_or_that_nobody_wrote_is_a_phantom() {
    Operation failed = new Operation(1, Kind.ADD, "", 0, 10, Outcome.FAILED, Answer.NONE);
    assertFound(Fault.PHANTOM, List.of(failed), rows(entry(7, 1)));
    assertFound(Fault.PHANTOM, List.of(), rows(entry(7, 99)));
  }

  @Test
  void an_acknowledged_element_that_the_list_does_not_have_is_lost() {
    assertFound(Fault.LOST, List.of(append(1, 0, 10, 1L)), lists());
  }

  @Test
  void an_element_that_stands_twice_is_duplicated() {
    assertFound(Fault.DUPLICATED, List.of(append(1, 0, 10, 1L)), lists(1L, 1L));
  }

  @Test
  void two_answers_of_which_neither_continues_the_other_are_a_fork() {
    List<Operation> history = List.of(append(1, 0, 10, 1L), append(2, 0, 10, 2L));
    assertFound(Fault.FORKED, history, lists(1L, 2L));
  }

  @Test
  void an_answer_without_what_was_acknowledged_before_is_stale() {
    List<Operation> history =
        List.of(append(2, 0, 10, 1L, 2L), append(1, 20, 30, 1L), unknown(3, Kind.APPEND, "list"));
    assertFound(Fault.STALE, history, lists(1L, 2L));
  }

  @Test
  void a_sum_that_is_not_the_whole_is_torn() {
    List<Operation> history = List.of(ok(1, Kind.TRANSFER, "", 0, 10, new Answer(1, 1_993, 0)));
    assertFound(Fault.TORN, history, bank(993, 1_007, 1));
  }

  @Test
  void balances_that_the_transfers_do_not_explain_are_torn() {
    List<Operation> history = List.of(ok(1, Kind.TRANSFER, "", 0, 10, new Answer(1, 2_000, 0)));
    assertThat(check(history, bank(993, 1_007, 1), bank(993, 1_007, 1))).isEmpty();
    assertFound(Fault.TORN, history, bank(993, 1_000, 1));
  }

  @Test
  void a_counter_below_what_was_acknowledged_lost_and_one_above_what_may_stand_has_too_many() {
    List<Operation> history = List.of(increment(1, 0, 10, 1, 1), increment(2, 20, 30, 1, 2));
    assertThat(check(history, counter(2), counter(2))).isEmpty();
    assertFound(Fault.LOST, history, counter(1));
    assertFound(Fault.DUPLICATED, history, counter(3));
  }

  @Test
  void a_counter_that_goes_back_in_time_is_stale() {
    List<Operation> history = List.of(increment(1, 0, 10, 1, 2), increment(2, 20, 30, 1, 1));
    assertFound(Fault.STALE, history, counter(2));
  }

  @Test
  void a_write_in_an_epoch_that_was_over_shows_two_authorities() {
    List<Operation> history = List.of(increment(1, 0, 10, 2, 1), increment(2, 20, 30, 1, 2));
    assertFound(Fault.TWO_AUTHORITIES, history, counter(2));
    List<Operation> beside = List.of(increment(1, 0, 25, 2, 1), increment(2, 20, 30, 1, 2));
    assertThat(check(beside, counter(2), counter(2))).isEmpty();
  }

  @Test
  void an_id_that_a_new_authority_gives_out_below_the_old_ones_is_reused() {
    Operation before = ok(1, Kind.ADD, "", 0, 10, new Answer(1, 7, 0));
    Operation after = ok(2, Kind.ADD, "", 20, 30, new Answer(2, 6, 0));
    assertFound(Fault.ID_REUSED, List.of(before, after), rows(entry(7, 1), entry(6, 2)));
  }

  @Test
  void an_id_given_out_twice_is_duplicated() {
    assertFound(
        Fault.DUPLICATED,
        List.of(add(1, 0, 10, 7), add(2, 0, 10, 7)),
        rows(entry(7, 1), entry(7, 2)));
  }

  private static void assertFound(Fault fault, List<Operation> history, Contents contents) {
    assertThat(check(history, contents, contents)).contains(fault);
  }

  private static Set<Fault> check(List<Operation> history, Contents source, Contents target) {
    return Checker.check(history, Map.of("source", source, "target", target), BALANCE).stream()
        .map(Finding::fault)
        .collect(Collectors.toSet());
  }

  private static Map<String, Contents> both(Contents contents) {
    return Map.of("source", contents, "target", contents);
  }

  private static Operation add(long number, long begin, long end, long id) {
    return ok(number, Kind.ADD, "", begin, end, new Answer(1, id, 0));
  }

  private static Operation append(long number, long begin, long end, Long... seen) {
    List<Long> list = List.of(seen);
    Answer answer = new Answer(1, list.size(), Prefixes.hash(list));
    return ok(number, Kind.APPEND, "list", begin, end, answer);
  }

  private static Operation increment(long number, long begin, long end, long epoch, long value) {
    return ok(number, Kind.INCREMENT, "counter", begin, end, new Answer(epoch, value, 0));
  }

  private static Operation ok(
      long number, Kind kind, String key, long begin, long end, Answer answer) {
    return new Operation(number, kind, key, begin, end, Outcome.OK, answer);
  }

  private static Operation unknown(long number, Kind kind, String key) {
    return new Operation(number, kind, key, 0, Long.MAX_VALUE, Outcome.UNKNOWN, Answer.NONE);
  }

  private static Contents.Entry entry(long id, long operation) {
    return new Contents.Entry(id, operation);
  }

  private static Contents rows(Contents.Entry... entries) {
    return new Contents(List.of(entries), Map.of(), Map.of(), List.of(), Map.of());
  }

  private static Contents lists(Long... elements) {
    return new Contents(
        List.of(), Map.of("list", List.of(elements)), Map.of(), List.of(), Map.of());
  }

  private static Contents bank(long first, long second, long transfer) {
    return new Contents(
        List.of(),
        Map.of(),
        Map.of("a", first, "b", second),
        List.of(new Contents.Transfer(transfer, "a", "b", 7)),
        Map.of());
  }

  private static Contents counter(long value) {
    return new Contents(List.of(), Map.of(), Map.of(), List.of(), Map.of("counter", value));
  }
}
