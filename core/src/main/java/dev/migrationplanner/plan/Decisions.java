package dev.migrationplanner.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** decisions.yaml: what was decided, by whom and why. Stands in version control beside the plan. */
public record Decisions(List<Decision> decisions) {

  /** None. */
  public static final Decisions NONE = new Decisions(List.of());

  public Decisions {
    decisions =
        decisions.stream()
            .sorted(Comparator.comparing(Decision::rule).thenComparing(Decision::object))
            .toList();
  }

  /**
   * One of them.
   *
   * @param object as the finding has it
   * @param count the hits it was made for: more of them reopen the finding; -1 = however many
   * @param until the last day it holds, ISO 8601, "" = for good
   */
  public record Decision(
      String rule, String object, String choice, String who, String why, long count, String until) {
    public Decision {
      if (rule.isBlank() || choice.isBlank() || who.isBlank() || why.isBlank()) {
        throw new IllegalArgumentException(
            "a decision names the rule, the choice, who decided and why");
      }
      if (!until.isEmpty() && !until.matches("\\d{4}-\\d\\d-\\d\\d")) {
        throw new IllegalArgumentException(
            "until is the last day the decision holds, such as 2026-12-31");
      }
    }

    /** One for however many hits, and for good. */
    public Decision(String rule, String object, String choice, String who, String why) {
      this(rule, object, choice, who, why, -1, "");
    }

    /** Why it no longer holds for this finding at this time (ISO 8601); empty if it does. */
    Optional<String> lapse(Finding finding, String at) {
      if (count >= 0 && finding.evidence().hits() > count) {
        return Optional.of(
            "it was made for " + count + " hits, and there are " + finding.evidence().hits());
      }
      return expired(at) ? Optional.of("it held until " + until) : Optional.empty();
    }

    /** Whether its last day is over at that time (ISO 8601). */
    public boolean expired(String at) {
      return !until.isEmpty()
          && at.length() >= until.length()
          && at.substring(0, until.length()).compareTo(until) > 0;
    }

    boolean about(Finding finding) {
      return rule.equals(finding.rule()) && object.equals(finding.object());
    }
  }

  /** The one about that finding. */
  public Optional<Decision> about(String rule, String object) {
    return decisions.stream()
        .filter(d -> d.rule().equals(rule) && d.object().equals(object))
        .findFirst();
  }

  /** These and one more, which takes the place of an earlier one about the same finding. */
  public Decisions with(Decision decision) {
    var all = new ArrayList<>(decisions);
    all.removeIf(d -> d.rule().equals(decision.rule()) && d.object().equals(decision.object()));
    all.add(decision);
    return new Decisions(all);
  }

  /** The one whose finding has that id, {@code rule:object}. */
  public Decisions with(
      String findingId, String choice, String who, String why, long count, String until) {
    int colon = findingId.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "\""
              + findingId
              + "\" is no finding; write its id as the plan does, e.g. H20:users.email");
    }
    String rule = findingId.substring(0, colon);
    String object = findingId.substring(colon + 1);
    return with(new Decision(rule, object, choice, who, why, count, until));
  }

  /** Reads them; none if there is no such file. */
  public static Decisions read(Path file) throws IOException {
    return Files.exists(file) ? parse(file.getFileName().toString(), Files.readString(file)) : NONE;
  }

  static Decisions parse(String name, String yaml) {
    var problems = new Problems(name);
    Section root = problems.open(yaml);
    var decisions = new ArrayList<Decision>();
    for (Section section : root.sections("decisions")) {
      decision(section).ifPresent(decisions::add);
    }
    root.end();
    problems.raise();
    return new Decisions(decisions);
  }

  private static Optional<Decision> decision(Section section) {
    String rule = section.required("rule");
    String object = section.text("object", "");
    String choice = section.required("choice");
    String who = section.required("who");
    String why = section.required("why");
    long count = section.whole("count", -1L, -1, Long.MAX_VALUE);
    String until = section.text("until", "");
    section.end();
    return section.build(() -> new Decision(rule, object, choice, who, why, count, until));
  }

  /** Writes them. */
  public void write(Path file) throws IOException {
    Files.writeString(file, yaml());
  }

  private String yaml() {
    var text = new StringBuilder("decisions:" + (decisions.isEmpty() ? " []\n" : "\n"));
    for (Decision d : decisions) {
      text.append("  - rule: ").append(quoted(d.rule()));
      line(text, "object", quoted(d.object()));
      line(text, "choice", quoted(d.choice()));
      line(text, "who", quoted(d.who()));
      line(text, "why", quoted(d.why()));
      if (d.count() >= 0) {
        line(text, "count", "" + d.count());
      }
      if (!d.until().isEmpty()) {
        line(text, "until", quoted(d.until()));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("\n    ").append(name).append(": ").append(value);
  }

  /** JSON's strings are YAML's. */
  private static String quoted(String text) {
    return CanonicalJson.text(text).strip();
  }
}
