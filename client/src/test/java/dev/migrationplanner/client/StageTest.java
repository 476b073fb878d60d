package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth table of reads and writes, literally: it specifies {@link Stage}. */
class StageTest {

  @ParameterizedTest(name = "{0}, in the cohort: {1}")
  @CsvSource({
    "OFF,        false, SOURCE_ONLY",
    "OFF,        true,  SOURCE_ONLY",
    "DUAL_WRITE, false, SOURCE_ONLY",
    "DUAL_WRITE, true,  SOURCE_ONLY",
    "SHADOW,     false, SOURCE_FIRST",
    "SHADOW,     true,  SOURCE_FIRST",
    "LIVE,       false, SOURCE_FIRST",
    "LIVE,       true,  TARGET_FIRST",
    "RAMP_DOWN,  false, TARGET_ONLY",
    "RAMP_DOWN,  true,  TARGET_ONLY",
    "COMPLETE,   false, TARGET_ONLY",
    "COMPLETE,   true,  TARGET_ONLY",
  })
  void reads_go_where_the_table_says(Stage stage, boolean inCohort, Route route) {
    assertThat(stage.reads(inCohort)).isEqualTo(route);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "OFF,        SOURCE_ONLY,  SOURCE",
    "DUAL_WRITE, SOURCE_FIRST, SOURCE",
    "SHADOW,     SOURCE_FIRST, SOURCE",
    "LIVE,       SOURCE_FIRST, SOURCE",
    "RAMP_DOWN,  TARGET_ONLY,  TARGET",
    "COMPLETE,   TARGET_ONLY,  TARGET",
  })
  void writes_go_where_the_table_says_and_the_authority_comes_first(
      Stage stage, Route route, Side authority) {
    assertThat(stage.writes()).isEqualTo(route);
    assertThat(stage.authority()).isEqualTo(authority);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SOURCE_ONLY,  SOURCE, true,  false",
    "SOURCE_FIRST, SOURCE, true,  true",
    "TARGET_FIRST, TARGET, true,  true",
    "TARGET_ONLY,  TARGET, false, true",
  })
  void a_route_names_its_first_side_and_those_that_take_part(
      Route route, Side first, boolean source, boolean target) {
    assertThat(route.first()).isEqualTo(first);
    assertThat(route.includes(Side.SOURCE)).isEqualTo(source);
    assertThat(route.includes(Side.TARGET)).isEqualTo(target);
    assertThat(route.both()).isEqualTo(source && target);
  }
}
