package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Run with -Dgolden=write to write docs/hazards anew, then read them. */
class RuleBookTest {

  private static final Path PAGES = Path.of("../docs/hazards");

  @Test
  void everyHazardOfTheCatalogueIsInTheBookUnderItsId() {
    assertThat(IntStream.rangeClosed(1, 78).mapToObj(n -> String.format("H%02d", n)))
        .allMatch(id -> RuleBook.of(id).isPresent());
    assertThat(IntStream.rangeClosed(1, 23).mapToObj(n -> String.format("R%02d", n)))
        .allMatch(id -> RuleBook.of(id).isPresent());
  }

  @Test
  void thePagesOfTheHazardsAreThoseOfTheRuleBook() throws Exception {
    var pages = HazardPages.all();
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(PAGES);
      for (var page : pages.entrySet()) {
        Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
      }
    }
    for (var page : pages.entrySet()) {
      assertThat(PAGES.resolve(page.getKey())).content().isEqualTo(page.getValue());
    }
    try (var files = Files.list(PAGES)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(pages.keySet());
    }
  }

  @Test
  void everyRuleLeadsToItsPlaceOnAPageThatExists() {
    for (Rule rule : RuleBook.all()) {
      String page = rule.page();
      String name = page.substring("docs/hazards/".length(), page.indexOf('#'));
      assertThat(HazardPages.all().get(name))
          .as(rule.id())
          .contains("<a id=\"" + page.substring(page.indexOf('#') + 1) + "\"></a>");
    }
  }
}
