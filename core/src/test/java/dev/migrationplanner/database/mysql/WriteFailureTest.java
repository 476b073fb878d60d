package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of an error that the server words with a row's value. */
final class WriteFailureTest {

  @Test
  void guarantee_10_a_value_in_the_servers_words_is_not_told() {
    assertThat(WriteFailure.withoutValues("Duplicate entry 'ann@x.org' for key 'users_email'"))
        .isEqualTo("Duplicate entry (not shown) for key 'users_email'");
    assertThat(WriteFailure.withoutValues("Duplicate entry 'it's for me' for key 'k'"))
        .doesNotContain("for me");
    assertThat(WriteFailure.withoutValues("Incorrect datetime value: '2020-13-01' for column 'd'"))
        .isEqualTo("Incorrect datetime value: (not shown) for column 'd'");
    assertThat(WriteFailure.withoutValues("Table 'shop.users' doesn't exist"))
        .isEqualTo("Table 'shop.users' doesn't exist");
  }
}
