package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rules, as rules.yaml beside this class has them: findings and pages are made of them. */
final class RuleBook {

  private static final Map<String, Rule> RULES = read();

  private RuleBook() {}

  static Optional<Rule> of(String rule) {
    return Optional.ofNullable(RULES.get(rule));
  }

  /** One that there is. */
  static Rule the(String rule) {
    return of(rule)
        .orElseThrow(() -> new IllegalStateException("the rule book lacks the rule " + rule));
  }

  /** In the order of the book. */
  static List<Rule> all() {
    return List.copyOf(RULES.values());
  }

  private static Map<String, Rule> read() {
    var problems = new Problems("rules.yaml");
    var rules = new LinkedHashMap<String, Rule>();
    Section root = problems.open(text());
    for (Section section : root.sections("rules")) {
      Rule rule = rule(section);
      rules.put(rule.id(), rule);
    }
    root.end();
    problems.raise();
    return Collections.unmodifiableMap(rules);
  }

  private static Rule rule(Section section) {
    var rule =
        new Rule(
            section.required("rule"),
            section.required("family"),
            section.required("title"),
            section.word("severity", Severity.class, Severity.WARN),
            section.word("detect", Rule.Detection.class, Rule.Detection.NONE),
            section.required("effect"),
            section.required("standard"),
            section.required("alternatives"),
            section.required("reversible"),
            section.text("remedy", ""));
    section.end();
    return rule;
  }

  private static String text() {
    try (InputStream in = RuleBook.class.getResourceAsStream("rules.yaml")) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the rule book");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
