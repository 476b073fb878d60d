package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.PlannedTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The code an application needs around its writes and reads, for a table of this very plan: Java on
 * the library; other languages on OpenFeature, with the same fence, order of writes and reports.
 * The texts stand beside this class as resources.
 */
final class ApplicationCode {

  /** Which text a phase asks for, by language. */
  private static final Map<Integer, Map<String, String>> TEXTS =
      Map.of(
          1, Map.of("java", "write", "typescript", "write", "python", "write"),
          3, Map.of("java", "read", "typescript", "read", "python", "read"),
          4, Map.of("java", "pin"));

  private static final String ROW =
      "SELECT epoch, authority, closing FROM migration_planner.epoch WHERE migration = '%s'";

  private final Plan plan;
  private final MigrationFile file;

  ApplicationCode(Plan plan) {
    this.plan = plan;
    this.file = plan.file();
  }

  /** The code that a phase asks for, by language; none where it asks for none. */
  List<Snippet> phase(int phase) {
    if (file.pattern() == MigrationPattern.SYNC_ONLY) {
      return List.of();
    }
    Map<String, String> texts = TEXTS.getOrDefault(phase, Map.of());
    return file.application().languages().stream()
        .filter(texts::containsKey)
        .map(l -> new Snippet(l, filled(text(texts.get(l) + "." + l + ".txt"))))
        .toList();
  }

  private String filled(String template) {
    Optional<PlannedTable> table = example();
    String key = table.map(t -> t.key().get(0)).orElse("id");
    return template
        .replace("${migration}", plan.migration())
        .replace("${control}", "http://" + file.control().address() + ":" + file.control().port())
        .replace("${sourceFence}", fence(file.source().engine()))
        .replace("${targetFence}", fence(file.target().engine()))
        .replace("${table}", literal(table.map(PlannedTable::source).orElse("table")))
        .replace("${key}", literal(key))
        .replace("${routing}", name(key));
  }

  /** Its statements as string literals (docs/decisions/0001). */
  private String fence(String engine) {
    String row = ROW.formatted(plan.migration());
    return engine.equals("postgresql")
        ? "\"LOCK TABLE migration_planner.epoch IN ACCESS SHARE MODE\", \"" + row + "\""
        : "\"" + row + " LOCK IN SHARE MODE\"";
  }

  /** The biggest table with a key of one column: the one most worth a look. */
  private Optional<PlannedTable> example() {
    return plan.tables().stream()
        .filter(t -> t.key().size() == 1)
        .max(
            Comparator.comparingLong(PlannedTable::rowsAbout)
                .thenComparing(PlannedTable::source, Comparator.reverseOrder()));
  }

  private static String text(String name) {
    try (InputStream in = ApplicationCode.class.getResourceAsStream("code/" + name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the code text " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String literal(String name) {
    return name.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("'", "\\'")
        .replaceAll("\\p{Cntrl}", " ");
  }

  private static String name(String column) {
    String name = column.replaceAll("[^A-Za-z0-9_]", "_") + "Key";
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  /** Code in one language. */
  record Snippet(String language, String text) {}
}
