package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohortTest {
  private static final int USERS = 100_000;

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource({
    "'', 02CC5D05",
    "a, 550D7456",
    "abc, 32D153FF",
    "Nobody inspects the spammish repetition, E2293B2F",
  })
  void the_hash_gives_the_published_vectors_of_xxh32(String text, String hash) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Xxh32.hash(bytes, bytes.length)).isEqualTo(Integer.parseUnsignedInt(hash, 16));
  }

  @Test
  void the_slot_is_the_hash_of_the_utf8_bytes_of_key_and_salt_modulo_ten_thousand() {
    String longKey = "long-".repeat(500);
    for (String key :
        List.of(
            "", "u1", "grün", "日本語", "😀 smile", "lone \uD83D surrogate", "end \uD83D", longKey)) {
      byte[] bytes = (key + ":shop").getBytes(StandardCharsets.UTF_8);
      int expected = Integer.remainderUnsigned(Xxh32.hash(bytes, bytes.length), 10_000);
      assertThat(new Cohort("shop").slot(key)).as(key).isEqualTo(expected);
    }
  }

  @Test
  void a_key_once_in_stays_in_as_the_share_grows() {
    Cohort cohort = new Cohort("shop");
    for (int user = 0; user < 1_000; user++) {
      String key = "user-" + user;
      int slot = cohort.slot(key);
      assertThat(cohort.contains(key, slot)).isFalse();
      for (int share = slot + 1; share <= 10_000; share += 500) {
        assertThat(cohort.contains(key, share)).isTrue();
      }
    }
  }

  @Test
  void nobody_is_in_at_zero_and_everybody_at_ten_thousand() {
    Cohort cohort = new Cohort("shop");
    assertThat(users(cohort, 0)).isZero();
    assertThat(users(cohort, 10_000)).isEqualTo(USERS);
  }

  @Test
  void a_share_selects_about_as_many_users_as_it_says() {
    assertThat(users(new Cohort("shop"), 1_000)).isBetween(9_600L, 10_400L);
    assertThat(users(new Cohort("shop"), 1)).isBetween(1L, 30L);
  }

  @Test
  void two_migrations_choose_independently() {
    Cohort shop = new Cohort("shop");
    Cohort ledger = new Cohort("ledger");
    long both =
        IntStream.range(0, USERS)
            .mapToObj(user -> "user-" + user)
            .filter(key -> shop.contains(key, 1_000) && ledger.contains(key, 1_000))
            .count();
    assertThat(both).isBetween(850L, 1_150L);
  }

  private static long users(Cohort cohort, int share) {
    return IntStream.range(0, USERS).filter(user -> cohort.contains("user-" + user, share)).count();
  }
}
