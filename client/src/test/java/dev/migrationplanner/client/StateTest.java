package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StateTest {
  private static final String LINES =
      """
      migration=shop-to-postgres
      epoch=1
      authority=SOURCE
      stage=LIVE
      readShare=1000
      shadowSample=10000
      revision=42
      hopsStarted=9123
      hopsFinished=9122
      """;

  @Test
  void the_lines_of_the_protocol_are_read_and_printed_alike() {
    State state = State.parse(LINES);
    assertThat(state)
        .isEqualTo(new State(1, Side.SOURCE, Stage.LIVE, 1000, 10_000, 42, 9123, 9122));
    assertThat(state.print("shop-to-postgres")).isEqualTo(LINES);
  }

  @Test
  void unknown_lines_are_ignored() {
    assertThat(State.parse(LINES + "colour=blue\n")).isEqualTo(State.parse(LINES));
  }

  @Test
  void a_missing_line_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.parse(LINES.replace("epoch=1\n", "")))
        .withMessageContaining("epoch");
  }

  @Test
  void an_authority_that_contradicts_the_stage_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.parse(LINES.replace("authority=SOURCE", "authority=TARGET")))
        .withMessageContaining("contradicts stage LIVE");
  }

  @Test
  void garbage_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> State.parse("<html>502</html>"));
    assertThatIllegalArgumentException().isThrownBy(() -> State.parse(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.parse(LINES.replace("1000\n", "10001\n")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.parse(LINES.replace("LIVE", "ALIVE")));
  }
}
