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

  /** One of them; {@code object} as the finding has it. */
  public record Decision(String rule, String object, String choice, String who, String why) {
    public Decision {
      if (rule.isBlank() || choice.isBlank() || who.isBlank() || why.isBlank()) {
        throw new IllegalArgumentException(
            "a decision names the rule, the choice, who decided and why");
      }
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
  public Decisions with(String findingId, String choice, String who, String why) {
    int colon = findingId.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "\""
              + findingId
              + "\" is no finding; write its id as the plan does, e.g. H20:users.email");
    }
    return with(
        new Decision(
            findingId.substring(0, colon), findingId.substring(colon + 1), choice, who, why));
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
    section.end();
    return section.build(() -> new Decision(rule, object, choice, who, why));
  }

  /** Writes them. */
  public void write(Path file) throws IOException {
    Files.writeString(file, yaml());
  }

  private String yaml() {
    var text = new StringBuilder("decisions:" + (decisions.isEmpty() ? " []\n" : "\n"));
    for (Decision d : decisions) {
      text.append("  - rule: ")
          .append(quoted(d.rule()))
          .append("\n    object: ")
          .append(quoted(d.object()))
          .append("\n    choice: ")
          .append(quoted(d.choice()))
          .append("\n    who: ")
          .append(quoted(d.who()))
          .append("\n    why: ")
          .append(quoted(d.why()))
          .append('\n');
    }
    return text.toString();
  }

  /** JSON's strings are YAML's. */
  private static String quoted(String text) {
    return CanonicalJson.text(text).strip();
  }
}
