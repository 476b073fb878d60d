package dev.migrationplanner.plan;

import dev.migrationplanner.database.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The code an application needs around its writes and reads, for every table of this very plan:
 * Java on the library; TypeScript and Python on OpenFeature, with the same fence, order of writes
 * and reports. What is the same for all tables stands beside this class as resources.
 */
final class ApplicationCode {

  private static final String ROW =
      "SELECT epoch, authority, closing FROM migration_planner.epoch WHERE migration = '%s'";

  private final Plan plan;
  private final CommonSettings settings;
  private final List<TableCode> tables;

  ApplicationCode(Plan plan, TableMapping mapping) {
    this.plan = plan;
    this.settings = plan.common();
    this.tables = tables(plan, mapping);
  }

  private static List<TableCode> tables(Plan plan, TableMapping mapping) {
    if (mapping.tables().isEmpty()) {
      return List.of();
    }
    Endpoint source = plan.file().source();
    Endpoint target = plan.file().target();
    var tables = new ArrayList<TableCode>();
    var taken = new HashSet<String>();
    for (var table : mapping.tables()) {
      TableCode code =
          TableCode.of(table, source.engine(), target.engine(), target.schema(), source.schema());
      String name = code.className();
      for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
        name = code.className() + n;
      }
      tables.add(
          new TableCode(
              code.table(), name, code.fields(), code.key(), code.source(), code.target()));
    }
    return tables;
  }

  /** All of it, file by file. */
  void files(Renderings.Sink sink) throws IOException {
    if (settings.pattern() != MigrationPattern.DUAL_WRITE) {
      return;
    }
    for (String language : settings.application().languages()) {
      String folder = "code/" + language + "/";
      for (var file : module(language).entrySet()) {
        sink.put(folder + file.getKey(), file.getValue());
      }
      for (TableCode table : tables) {
        sink.put(folder + name(language, table), of(language, table));
      }
    }
  }

  private Map<String, String> module(String language) {
    return switch (language) {
      case "java" ->
          Map.of(
              "migration/Sides.java", filled(text("Sides.java.txt")),
              "migration/Values.java", filled(text("Values.java.txt")));
      case "typescript" ->
          Map.of(
              "migration.ts", filled(text("migration.ts.txt")),
              "package.json", text("package.json.txt"),
              "tsconfig.json", text("tsconfig.json.txt"));
      default -> Map.of("migration.py", filled(text("migration.py.txt")));
    };
  }

  private static String name(String language, TableCode table) {
    return switch (language) {
      case "java" -> "migration/" + table.className() + ".java";
      case "typescript" -> CodeNames.snake(table.className()) + "_table.ts";
      default -> CodeNames.snake(table.className()) + "_table.py";
    };
  }

  private static String of(String language, TableCode table) {
    return switch (language) {
      case "java" -> JavaCode.of(table);
      case "typescript" -> TypeScriptCode.of(table);
      default -> PythonCode.of(table);
    };
  }

  /** What a phase asks for, by language; none where it asks for none. */
  List<Snippet> phase(int phase) {
    if (settings.pattern() != MigrationPattern.DUAL_WRITE || tables.isEmpty()) {
      return List.of();
    }
    TableCode table = biggest();
    return settings.application().languages().stream()
        .flatMap(l -> snippets(phase, l, table).stream())
        .toList();
  }

  private List<Snippet> snippets(int phase, String language, TableCode table) {
    return switch (phase) {
      case 1 -> List.of(new Snippet(language, of(language, table)));
      case 3 -> List.of(new Snippet(language, call(language, table)));
      case 4 ->
          language.equals("java")
              ? List.of(new Snippet(language, text("pin.java.txt")))
              : List.of();
      default -> List.of();
    };
  }

  private static String call(String language, TableCode table) {
    List<String> keys = table.keys().stream().map(CodeField::name).toList();
    String arguments = String.join(", ", keys);
    return switch (language) {
      case "java" -> table.className() + ".find(migration, " + arguments + ");";
      case "typescript" -> "await find" + table.className() + "(query, { " + arguments + " });";
      default ->
          "find(query, "
              + String.join(", ", keys.stream().map(CodeNames::snake).toList())
              + ")  # in "
              + CodeNames.snake(table.className())
              + "_table";
    };
  }

  private TableCode biggest() {
    long most = -1;
    TableCode found = tables.get(0);
    for (TableCode table : tables) {
      long rows =
          plan.tables().stream()
              .filter(t -> t.source().equals(table.table()))
              .mapToLong(Plan.PlannedTable::rowsAbout)
              .max()
              .orElse(0);
      if (rows > most) {
        most = rows;
        found = table;
      }
    }
    return found;
  }

  private String filled(String template) {
    MigrationFile file = plan.file();
    return template
        .replace("${migration}", plan.migration())
        .replace("${control}", "http://" + file.control().address() + ":" + file.control().port())
        .replace("${sourceFence}", fence(file.source().engine()))
        .replace("${targetFence}", fence(file.target().engine()));
  }

  /** Its statements as string literals (docs/decisions/0001). */
  private String fence(String engine) {
    String row = ROW.formatted(plan.migration());
    return engine.equals("postgresql")
        ? "\"LOCK TABLE migration_planner.epoch IN ACCESS SHARE MODE\", \"" + row + "\""
        : "\"" + row + " LOCK IN SHARE MODE\"";
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

  /** A string literal of all three languages. */
  static String literal(String text) {
    return CanonicalJson.text(text).strip();
  }

  /** Code in one language. */
  record Snippet(String language, String text) {}
}
