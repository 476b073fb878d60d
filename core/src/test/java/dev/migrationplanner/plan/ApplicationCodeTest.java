package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.ApplicationCode.Snippet;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of a plan compiles (Java, TypeScript) or parses (Python). */
class ApplicationCodeTest {

  private static final long SECONDS_MAX = 240;

  @TempDir Path directory;

  private final Plan plan = Planner.plan(SampleFacts.file(), Decisions.NONE, SampleFacts.clean());
  private final ApplicationCode code = new ApplicationCode(plan, SampleFacts.clean().mapping());
  private final Map<String, String> made = new TreeMap<>();

  @BeforeEach
  void write() throws IOException {
    code.files(made::put);
    for (Map.Entry<String, String> file : made.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  @Test
  void theJavaOfAPlanCompilesAgainstTheLibrary() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var complaints = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        var paths = Files.walk(directory.resolve("code/java"))) {
      List<Path> sources = paths.filter(p -> p.toString().endsWith(".java")).toList();
      assertThat(sources).hasSize(4);
      boolean done =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-d",
                      directory.toString(),
                      "-classpath",
                      System.getProperty("java.class.path"),
                      "-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(done).as(complaints.toString()).isTrue();
    }
  }

  @Test
  void thePythonOfAPlanParsesWherePythonIsThere() throws Exception {
    if (!there("python3")) {
      System.out.println("skipped: python3 is not there, the plan's Python was not parsed");
      return;
    }
    String parse =
        "import ast, pathlib, sys\n"
            + "files = sorted(pathlib.Path(sys.argv[1]).glob('*.py'))\n"
            + "assert len(files) == 3, files\n"
            + "for file in files: ast.parse(file.read_text())\n";
    run(directory, "python3", "-c", parse, directory.resolve("code/python").toString());
  }

  /** Needs the registry of npm, so it asks for -Dnpm=true, as CI does. */
  @Test
  void theTypeScriptOfAPlanCompilesWhereNpmIsThere() throws Exception {
    if (!Boolean.getBoolean("npm") || !there("npm")) {
      System.out.println("skipped: the plan's TypeScript was not compiled (-Dnpm=true, and npm)");
      return;
    }
    Path folder = directory.resolve("code/typescript");
    run(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
    run(folder, "npm", "run", "check");
  }

  @Test
  void eachLanguageAskedForGetsTheSameOrderOfWritesForEveryTable() {
    assertThat(code.phase(1))
        .extracting(Snippet::language)
        .containsExactly("java", "typescript", "python");
    for (Snippet snippet : code.phase(1)) {
      assertThat(snippet.text())
          .contains("orders", "INSERT INTO", "UPDATE", "DELETE FROM", "SELECT")
          .doesNotContain("${", "%class%", "%key");
    }
    assertThat(code.phase(0)).isEmpty();
    assertThat(made)
        .containsKeys(
            "code/java/migration/Orders.java",
            "code/java/migration/Customers.java",
            "code/typescript/orders_table.ts",
            "code/python/customers_table.py");
    made.forEach((name, text) -> assertThat(text).as(name).doesNotContain("%class%"));
  }

  @Test
  void namesThatALanguageCannotSayAreSaidOtherwise() {
    assertThat(CodeNames.type("order_lines")).isEqualTo("OrderLines");
    assertThat(CodeNames.type("2fa tokens")).isEqualTo("T2faTokens");
    assertThat(CodeNames.field("class")).isEqualTo("classValue");
    assertThat(CodeNames.field("ORDER_ID")).isEqualTo("orderId");
    assertThat(CodeNames.snake("createdAt")).isEqualTo("created_at");
  }

  private static boolean there(String command) {
    try {
      Process process = new ProcessBuilder(command, "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
