package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.run.Archive.HeldAgainst;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  @TempDir Path directory;

  private Path archive(String text) throws IOException {
    Path file = directory.resolve("0001.tsv.gz");
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(text);
    }
    return file;
  }

  @Test
  void anArchiveThatHoldsWhatTheSourceHasPassesHoweverItIsCut() throws Exception {
    String rows = "1\té€𝄞\n".repeat(20_000);
    try (var held = new HeldAgainst(archive(rows), "t")) {
      for (int at = 0; at < rows.length(); at += 999) {
        held.write(rows, at, Math.min(999, rows.length() - at));
      }
      held.ended();
    }
  }

  @Test
  void aChangedAShortenedAndALongerArchiveAreRefused() throws Exception {
    for (String broken : new String[] {"1\ta\n2\tx\n", "1\ta\n2\t"}) {
      try (var held = new HeldAgainst(archive(broken), "orders")) {
        assertThatThrownBy(() -> held.write("1\ta\n2\tb\n"))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("table orders")
            .hasMessageContaining("nothing was removed");
      }
    }
    try (var held = new HeldAgainst(archive("1\ta\n2\tb\n3\tc\n"), "orders")) {
      held.write("1\ta\n2\tb\n");
      assertThatThrownBy(held::ended).isInstanceOf(IOException.class);
    }
    assertThat(directory).isDirectoryContaining(p -> p.toString().endsWith(".gz"));
  }
}
