package dev.migrationplanner.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Us, in a JVM of its own: what {@code migration-planner copy} does. */
final class Ours implements Contender {

  private static final Pattern DATA = Pattern.compile("data ([0-9.]+) s");

  private final List<String> options;
  private final int workers;
  private final Path archive;

  /** {@code options}: more options of the JVM; {@code workers}: 0 = the default. */
  Ours(List<String> options, int workers) throws IOException {
    this.options = List.copyOf(options);
    this.workers = workers;
    this.archive = Files.createTempDirectory("mp-benchmark-").resolve("classes.jsa");
  }

  @Override
  public String name() {
    return "Migration Planner";
  }

  @Override
  public String settings() {
    return "workers "
        + (workers == 0 ? "as by default" : workers)
        + "; heap "
        + CopyOnce.HEAP
        + " "
        + String.join(" ", options);
  }

  /** Makes the archive of classes, as building the launcher does. */
  @Override
  public void warmUp(Stand stand) throws IOException, InterruptedException {
    if (!Files.exists(archive)) {
      Shell.run(command(stand, "copy"), Map.of());
    }
  }

  @Override
  public Timing run(Stand stand, BenchCase data) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String said = Shell.run(command(stand, "copy"), Map.of());
    double whole = Shell.secondsSince(begun);
    System.out.print(said);
    Matcher found = DATA.matcher(said);
    if (!found.find()) {
      throw new IOException("the copy did not tell how long its data took:\n" + said);
    }
    return new Timing(Double.parseDouble(found.group(1)), whole);
  }

  List<String> command(Stand stand, String what) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + CopyOnce.HEAP);
    // The launcher keeps such an archive of loaded classes too; the first run makes ours.
    command.add(
        "-XX:"
            + (Files.exists(archive) ? "SharedArchiveFile=" : "ArchiveClassesAtExit=")
            + archive);
    command.add("-Xlog:cds=off");
    command.add("-Xlog:cds+dynamic=off");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CopyOnce.class.getName());
    command.add(what);
    command.add(file(stand).toString());
    return command;
  }

  private Path file(Stand stand) throws IOException {
    Path folder = Files.createTempDirectory("mp-benchmark-");
    folder.toFile().deleteOnExit();
    Path password = Files.writeString(folder.resolve("no-password"), "");
    String text =
        """
        migration: benchmark
        pattern: sync-only
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, schema: public, user: postgres, password: "file:%s"}
        tables: {include: ["*"]}
        %s
        team: {owner: "benchmark"}
        """
            .formatted(
                stand.sourcePort(),
                Stand.DATABASE,
                password,
                stand.targetPort(),
                Stand.DATABASE,
                password,
                workers == 0 ? "" : "copy: {workers: " + workers + "}");
    return Files.writeString(folder.resolve("migration.yaml"), text);
  }
}
