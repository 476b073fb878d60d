package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagsTest {
  private static final State LIVE = new State(1, Side.SOURCE, Stage.LIVE, 5_000, 0, 1, 0, 0);

  @TempDir Path directory;
  private TestControlPlane plane;

  @BeforeEach
  void start() throws Exception {
    plane = new TestControlPlane(LIVE);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  private Options options(Duration pollEvery) {
    Limits.Control control =
        new Limits.Control(
            pollEvery,
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            1_000,
            1_000);
    return new Options(TestControlPlane.MIGRATION, plane.uri(), directory)
        .withLimits(Limits.standard().with(control));
  }

  private Flags open() {
    return Flags.open(options(Duration.ofMillis(50)));
  }

  @Test
  void half_of_the_keys_read_new_at_half_the_share_and_a_poll_brings_the_next_share() {
    try (Flags flags = open()) {
      assertThat(readingNew(flags)).isBetween(4_800L, 5_200L);
      plane.become(Stage.SHADOW, 0, 1);
      await().until(() -> readingNew(flags) == 0);
      plane.become(Stage.COMPLETE, 0, 2);
      await().until(() -> readingNew(flags) == 10_000);
    }
  }

  @Test
  void a_poll_names_the_revision_it_knows_and_takes_304_for_an_answer() {
    try (Flags flags = open()) {
      await().until(() -> plane.notModified.get() > 5);
      assertThat(plane.fullAnswers.get()).isLessThanOrEqualTo(3);
      assertThat(flags.state().stage()).isEqualTo(Stage.LIVE);
      assertThat(flags.state().hopsFinished()).isPositive();
    }
  }

  @Test
  void the_stream_brings_a_change_long_before_the_next_poll() throws Exception {
    try (Flags flags = Flags.open(options(Duration.ofMinutes(10)))) {
      await().until(() -> plane.openStreams() == 1);
      plane.become(Stage.SHADOW, 0, 1);
      plane.push();
      await().atMost(Duration.ofSeconds(2)).until(() -> flags.state().stage() == Stage.SHADOW);
    }
  }

  @Test
  void a_control_plane_that_is_down_or_talks_garbage_changes_nothing() throws Exception {
    try (Flags flags = open()) {
      plane.stateStatus = 500;
      Thread.sleep(300);
      assertThat(flags.state().readShare()).isEqualTo(5_000);
      plane.stateStatus = 200;
      plane.garbage = "<html>epoch=7</html>";
      plane.become(Stage.OFF, 0, 1);
      Thread.sleep(300);
      assertThat(flags.state().readShare()).isEqualTo(5_000);
      plane.garbage = "";
      await().until(() -> flags.state().stage() == Stage.OFF);
    }
  }

  @Test
  void an_epoch_never_goes_back_but_a_revision_may_when_the_control_store_was_made_anew() {
    try (Flags flags = open()) {
      plane.become(Stage.RAMP_DOWN, 0, 2);
      await().until(() -> flags.state().epoch() == 2);
      plane.state = new State(1, Side.SOURCE, Stage.SHADOW, 0, 0, 99, 0, 0);
      await().during(Duration.ofMillis(300)).until(() -> flags.state().stage() == Stage.RAMP_DOWN);
      plane.state = new State(2, Side.TARGET, Stage.COMPLETE, 0, 0, 1, 0, 0);
      await().until(() -> flags.state().stage() == Stage.COMPLETE);
    }
  }

  @Test
  void an_instance_that_starts_without_the_control_plane_goes_by_its_disk() {
    open().close();
    plane.close();
    try (Flags flags = open()) {
      assertThat(flags.state().readShare()).isEqualTo(5_000);
    }
  }

  @Test
  void an_instance_that_knows_nothing_does_not_start_and_says_what_to_check() {
    Options nowhere =
        new Options("shop", URI.create("http://127.0.0.1:1"), directory.resolve("empty"));
    assertThatThrownBy(
            () -> Flags.open(nowhere.withLimits(options(Duration.ofSeconds(1)).limits())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http://127.0.0.1:1")
        .hasMessageContaining("shop.state")
        .hasMessageContaining("Check the control plane's address");
  }

  @Test
  void a_file_written_by_hand_overrides_the_stage_but_never_the_authority() throws Exception {
    try (Flags flags = open()) {
      Path override = directory.resolve("shop.override");
      Files.writeString(override, "readShare=0\nepoch=9\n");
      await().until(() -> flags.state().readShare() == 0);
      assertThat(flags.state().epoch()).isEqualTo(1);
      Files.writeString(override, "stage=RAMP_DOWN\n");
      await().until(() -> flags.state().readShare() == 5_000);
      assertThat(flags.state().stage()).isEqualTo(Stage.LIVE);
      Files.writeString(override, "stage=SHADOW\n");
      await().until(() -> flags.state().stage() == Stage.SHADOW);
      Files.delete(override);
      await().until(() -> flags.state().stage() == Stage.LIVE);
    }
  }

  @Test
  void a_pinned_request_keeps_its_state_on_every_thread_that_serves_it() throws Exception {
    try (Flags flags = open();
        RequestScope request = flags.pin()) {
      plane.become(Stage.SHADOW, 0, 1);
      Thread other =
          new Thread(
              () -> {
                await().until(() -> flags.state().stage() == Stage.SHADOW);
                try (RequestScope same = request.attach()) {
                  assertThat(flags.state().stage()).isEqualTo(Stage.LIVE);
                  assertThat(same.state()).isEqualTo(request.state());
                }
              });
      Throwable[] failed = new Throwable[1];
      other.setUncaughtExceptionHandler((thread, error) -> failed[0] = error);
      other.start();
      other.join();
      assertThat(failed[0]).isNull();
      assertThat(flags.state().stage()).isEqualTo(Stage.LIVE);
      request.close();
      assertThat(flags.state().stage()).isEqualTo(Stage.SHADOW);
    }
  }

  @Test
  void the_token_is_sent_and_its_lack_is_told() {
    plane.token = "s3cret";
    try (Flags flags = Flags.open(options(Duration.ofMillis(50)).withToken(() -> "s3cret"))) {
      assertThat(flags.state().stage()).isEqualTo(Stage.LIVE);
    }
    assertThatThrownBy(
            () -> Flags.open(new Options("shop", plane.uri(), directory.resolve("empty"))))
        .hasMessageContaining("401");
  }

  @Test
  void asking_the_flag_allocates_nothing() {
    try (Flags flags = Flags.open(options(Duration.ofMinutes(10)))) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      String[] keys = {"user-1", "user-2", "grün-3", "a-rather-long-key-of-a-customer-of-ours-4"};
      long yes = ask(flags, keys, 100_000);
      long thread = Thread.currentThread().getId();
      long before = threads.getThreadAllocatedBytes(thread);
      long start = System.nanoTime();
      yes += ask(flags, keys, 1_000_000);
      long nanos = System.nanoTime() - start;
      long allocated = threads.getThreadAllocatedBytes(thread) - before;
      System.out.println(
          "readsNew: "
              + nanos / 1_000_000
              + " ns each, "
              + allocated
              + " bytes for a million, "
              + yes);
      assertThat(allocated).isLessThan(10_000);
    }
  }

  @Test
  void closing_ends_all_threads() {
    Flags flags = open();
    await().until(() -> plane.openStreams() == 1);
    long start = System.nanoTime();
    flags.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("migration-shop")));
  }

  private static long ask(Flags flags, String[] keys, int times) {
    long yes = 0;
    for (int i = 0; i < times; i++) {
      yes += flags.readsNew(keys[i & 3]) ? 1 : 0;
    }
    return yes;
  }

  private static long readingNew(Flags flags) {
    long yes = 0;
    for (int i = 0; i < 10_000; i++) {
      yes += flags.readsNew("user-" + i) ? 1 : 0;
    }
    return yes;
  }
}
