package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.ApplicationCode.Snippet;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationCodeTest {

  private final ApplicationCode code =
      new ApplicationCode(Planner.plan(SampleFacts.file(), Decisions.NONE, SampleFacts.clean()));

  @Test
  void theJavaOfAPlanCompilesAgainstTheLibrary(@TempDir Path directory) {
    var source =
        new StringBuilder(
            """
        import dev.migrationplanner.client.*;
        import java.net.URI;
        import java.nio.file.Path;
        import java.sql.SQLException;
        import java.util.List;
        import javax.sql.DataSource;
        class Orders {
        """);
    for (int phase : List.of(1, 3, 4)) {
      code.phase(phase).stream()
          .filter(s -> s.language().equals("java"))
          .forEach(s -> source.append(s.text()));
    }
    assertThat(complaints(source.append("}").toString(), directory)).isEmpty();
  }

  @Test
  void eachLanguageAskedForGetsTheSameOrderOfWrites() {
    assertThat(code.phase(1))
        .extracting(Snippet::language)
        .containsExactly("java", "typescript", "python");
    for (Snippet snippet : code.phase(1)) {
      assertThat(snippet.text())
          .contains("shop-to-postgres", "orders", "idKey")
          .doesNotContain(
              "${routing}", "${table}", "${key}", "${migration}", "${control}", "Fence}");
    }
    assertThat(code.phase(0)).isEmpty();
  }

  private static String complaints(String source, Path directory) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var file =
        new SimpleJavaFileObject(URI.create("string:///Orders.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignored) {
            return source;
          }
        };
    var complaints = new StringWriter();
    boolean done =
        compiler
            .getTask(
                complaints,
                null,
                null,
                List.of(
                    "-d",
                    directory.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-proc:none"),
                null,
                List.of(file))
            .call();
    return done ? "" : complaints.toString();
  }
}
