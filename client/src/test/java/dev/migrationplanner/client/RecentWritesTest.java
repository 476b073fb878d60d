package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Read your writes while ramping, as docs/protocol.md says: by hops, never by clocks. */
class RecentWritesTest {
  private final Hops hops = new Hops();
  private final RecentWrites recent = new RecentWrites(hops, 4);

  private void poll(long started, long finished) {
    hops.answered(new Hops.Poll(hops.sending(), started, finished));
  }

  @Test
  void a_written_key_is_released_by_the_first_hop_that_started_after_a_later_poll() {
    recent.begin(List.of("a")).written();
    poll(7, 6);
    assertThat(recent.contains("a")).as("hop 7 may have begun before the write").isTrue();
    poll(8, 7);
    assertThat(recent.contains("a")).as("hop 8 began after it, and has not finished").isTrue();
    poll(8, 8);
    assertThat(recent.contains("a")).isFalse();
  }

  @Test
  void the_answer_to_a_poll_sent_before_the_write_releases_nothing() {
    long early = hops.sending();
    recent.begin(List.of("a")).written();
    hops.answered(new Hops.Poll(early, 7, 7));
    poll(9, 8);
    assertThat(recent.contains("a")).isTrue();
    poll(10, 10);
    assertThat(recent.contains("a")).isFalse();
  }

  @Test
  void a_key_under_way_is_held_however_many_hops_finish_and_one_undone_is_let_go() {
    RecentWrites.Mark mark = recent.begin(List.of("a"));
    poll(7, 7);
    poll(9, 9);
    assertThat(recent.contains("a")).isTrue();
    mark.undone();
    assertThat(recent.contains("a")).isFalse();
  }

  @Test
  void of_two_writes_of_a_key_the_later_one_decides() {
    RecentWrites.Mark first = recent.begin(List.of("a"));
    RecentWrites.Mark second = recent.begin(List.of("a"));
    first.written();
    poll(7, 7);
    poll(8, 8);
    assertThat(recent.contains("a")).as("the second is under way").isTrue();
    second.written();
    poll(9, 9);
    assertThat(recent.contains("a")).isTrue();
    poll(10, 10);
    assertThat(recent.contains("a")).isFalse();
  }

  @Test
  void when_it_is_full_every_key_counts_as_just_written_until_those_without_room_are_through() {
    recent.begin(List.of("a", "b", "c", "d")).written();
    assertThat(recent.contains("z")).isFalse();
    recent.begin(List.of("e")).written();
    assertThat(recent.contains("z")).isTrue();
    poll(7, 7);
    poll(8, 8);
    assertThat(recent.contains("z")).isFalse();
    assertThat(recent.contains("a")).isFalse();
  }

  @Test
  void counters_that_begin_anew_make_the_wait_begin_anew_instead_of_never_ending() {
    recent.begin(List.of("a")).written();
    poll(1_000, 999);
    poll(2, 1);
    assertThat(recent.contains("a")).isTrue();
    poll(3, 3);
    assertThat(recent.contains("a")).isFalse();
  }
}
