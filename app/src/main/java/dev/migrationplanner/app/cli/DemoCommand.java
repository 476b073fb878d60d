package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.demo.Demo;
import dev.migrationplanner.app.demo.DemoOptions;
import dev.migrationplanner.app.demo.DemoResult;
import dev.migrationplanner.app.demo.Narrator;
import dev.migrationplanner.shop.Sabotage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Migrate a shop with live traffic from MariaDB to PostgreSQL on this machine, back out of"
          + " every phase once, and to the end; a judge holds both databases to the shop's ledger."
    })
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private SpeechOptions speech = new SpeechOptions();

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "1 for about 240,000 rows (default: ${DEFAULT-VALUE}).")
  private double scale = 1;

  @Option(
      names = "--seed",
      defaultValue = "20260131",
      description = "The seed of the customers' choices (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--writes",
      paramLabel = "RATE",
      defaultValue = "360",
      description = "Writes a second (default: ${DEFAULT-VALUE}).")
  private double writes;

  @Option(
      names = "--reads",
      paramLabel = "RATE",
      defaultValue = "2400",
      description =
          "Reads a second in phases 3 and 4, a third of it elsewhere (default: ${DEFAULT-VALUE}).")
  private double reads;

  @Option(names = "--no-rollbacks", description = "Go straight on, without rolling back.")
  private boolean noRollbacks;

  @Option(
      names = "--keep",
      description = {
        "Leave servers and page up at the end, until Ctrl-C; the demo's folder (ledger, log, state,"
            + " archive) stays."
      })
  private boolean keep;

  @Option(
      names = "--sabotage",
      paramLabel = "WRONG",
      description =
          "Plant a wrong (lost, duplicate or resurrect) before the last judgement, to see it found.")
  private Sabotage.@Nullable Wrong sabotage;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("migration-planner-demo-");
    Logs.into(folder);
    Progress progress = new Progress(console);
    DemoOptions options =
        new DemoOptions(scale, seed, writes, reads, !noRollbacks, Optional.ofNullable(sabotage));
    DemoResult result;
    try {
      Narrator narrator = new Narrator(progress::settle, progress::show);
      result = new Demo(options, folder, narrator).run(shown -> show(shown, progress, folder));
    } finally {
      progress.end();
      leave(folder);
    }
    return (result.completed() ? Exit.DONE : Exit.ERROR).code();
  }

  private void show(Demo.Shown shown, Progress progress, Path folder) {
    progress.end();
    if (keep) {
      console.note("The page stays at " + shown.page() + "; files: " + folder);
      console.note(
          "MariaDB listens on port "
              + shown.sourcePort()
              + " (user root), PostgreSQL on port "
              + shown.targetPort()
              + " (user postgres), both without a password. Ctrl-C ends them.");
    }
    say(shown.result());
    if (keep) {
      stay();
    }
  }

  /** Until the process is asked to end. */
  private static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(DemoResult result) {
    if (speech.json) {
      console.json(result);
      return;
    }
    Console.Colour colour = result.completed() ? Console.Colour.GREEN : Console.Colour.RED;
    console.line(console.paint(colour, result.outcome()) + " in " + result.seconds() + " s");
    DemoText.lines(result).forEach(console::line);
  }

  private void leave(Path folder) throws IOException {
    if (keep) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      deepestFirst.forEach(DemoCommand::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException kept) {
      throw new UncheckedIOException("The demo's folder cannot be removed.", kept);
    }
  }
}
