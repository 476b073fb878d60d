package dev.migrationplanner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  @Test
  void membersAreSortedAndBlanksAndNumbersHaveOneForm() {
    assertThat(CanonicalJson.of(" { \"b\" : [ 1.50 , true,null ] , \"a\":{} } "))
        .isEqualTo("{\"a\":{},\"b\":[1.5,true,null]}");
  }

  @Test
  void escapesHaveOneForm() {
    assertThat(CanonicalJson.of("\"\\u00e9\\/\\n\\\"\\ud83d\\ude00\""))
        .isEqualTo("\"é/\\n\\\"😀\"");
  }

  @Test
  void differentDocumentsStayDifferent() {
    assertThat(CanonicalJson.of("[1,2]")).isNotEqualTo(CanonicalJson.of("[2,1]"));
    assertThat(CanonicalJson.of("\"1\"")).isNotEqualTo(CanonicalJson.of("1"));
    assertThat(CanonicalJson.of("[1,]")).startsWith("not JSON");
    assertThat(CanonicalJson.of("{\"a\":1")).startsWith("not JSON");
  }
}
