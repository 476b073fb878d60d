package dev.migrationplanner.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pgloader of the distribution, at the best settings found. */
final class PgLoader implements Contender {

  private static final Pattern COPY =
      Pattern.compile("COPY Threads Completion\\s+\\S+\\s+\\S+(?:\\s+\\S+)?\\s+(\\S+)s\\s*\\n");
  private static final String WITH =
      "create tables, create indexes, reset sequences, foreign keys, workers = 4, concurrency = 1,"
          + " multiple readers per thread, rows per range = 50000, prefetch rows = 10000,"
          + " batch rows = 25000, batch size = 20MB";

  @Override
  public String name() {
    return "pgloader";
  }

  @Override
  public String settings() {
    return "WITH " + WITH + " SET maintenance_work_mem to '512MB'; --dynamic-space-size 4096";
  }

  @Override
  public Timing run(Stand stand, BenchCase data) throws IOException, InterruptedException {
    Path file = Files.createTempFile("bench", ".load");
    Files.writeString(
        file,
        """
        LOAD DATABASE FROM mysql://root@127.0.0.1:%d/%s
          INTO postgresql://postgres@127.0.0.1:%d/%s?sslmode=disable
          WITH %s
          SET PostgreSQL PARAMETERS maintenance_work_mem to '512MB'
          SET MySQL PARAMETERS net_read_timeout = '600', net_write_timeout = '600';
        """
            .formatted(
                stand.sourcePort(), Stand.DATABASE, stand.targetPort(), Stand.DATABASE, WITH));
    long begun = System.nanoTime();
    String said =
        Shell.run(List.of("pgloader", "--dynamic-space-size", "4096", file.toString()), Map.of());
    double whole = Shell.secondsSince(begun);
    Files.delete(file);
    Matcher found = COPY.matcher(said);
    if (!found.find()) {
      throw new IOException("pgloader did not tell how long its copy took:\n" + said);
    }
    return new Timing(seconds(found.group(1)), whole);
  }

  /** 23.7 or 1m3.2. */
  private static double seconds(String text) {
    int minutes = text.indexOf('m');
    return minutes < 0
        ? Double.parseDouble(text)
        : 60 * Double.parseDouble(text.substring(0, minutes))
            + Double.parseDouble(text.substring(minutes + 1));
  }
}
