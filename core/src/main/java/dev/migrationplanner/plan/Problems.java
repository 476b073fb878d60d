package dev.migrationplanner.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** All that is wrong with one YAML file, gathered so that it is told at once. */
final class Problems {

  private static final int CHARACTERS_MAX = 1_000_000;
  private static final int PROBLEMS_MAX = 50;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** The file's outermost block. */
  Section open(String yaml) {
    return new Section(this, "", compose(yaml).orElse(null), 1);
  }

  void add(int line, String text) {
    if (found.size() < PROBLEMS_MAX) {
      found.add(new Problem(line, text));
    }
  }

  /** Throws if there is anything. */
  void raise() {
    if (!found.isEmpty()) {
      throw new MigrationFileException(
          found.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(p -> file + ":" + p.line() + ": " + p.text())
              .toList());
    }
  }

  private Optional<Node> compose(String yaml) {
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(CHARACTERS_MAX)
            .setMaxAliasesForCollections(10)
            .build();
    try {
      return new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
      add(line, "not readable as YAML (" + e.getProblem() + "); check indentation and quotes");
    } catch (YamlEngineException e) {
      add(
          1,
          "not readable as YAML: longer than " + CHARACTERS_MAX + " characters or nested too deep");
    }
    return Optional.empty();
  }

  private record Problem(int line, String text) {}
}
