package dev.migrationplanner.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The C clients of both servers, joined by a pipe; a table after another. */
final class Pipe implements Contender {

  @Override
  public String name() {
    return "mariadb | psql";
  }

  @Override
  public String settings() {
    return "mariadb --quick --batch --skip-column-names | psql \\copy (text); keys after the data, maintenance_work_mem 512MB";
  }

  @Override
  public Timing run(Stand stand, BenchCase data)
      throws IOException, SQLException, InterruptedException {
    for (String table : data.tables()) {
      stand.onTarget(List.of(data.pipeTable().formatted(table)));
    }
    long begun = System.nanoTime();
    Shell.run(List.of("bash", "-c", script(stand, data)), Map.of("PGOPTIONS", "-c TimeZone=UTC"));
    double copied = Shell.secondsSince(begun);
    stand.onTarget(List.of("ALTER ROLE postgres SET maintenance_work_mem = '512MB'"));
    for (String table : data.tables()) {
      stand.onTarget(data.pipeKeys().stream().map(k -> k.formatted(table)).toList());
    }
    double whole = Shell.secondsSince(begun);
    stand.onTarget(List.of("ALTER ROLE postgres RESET maintenance_work_mem"));
    return new Timing(copied, whole);
  }

  private static String script(Stand stand, BenchCase data) {
    var script = new StringBuilder("set -e -o pipefail\n");
    for (String table : data.tables()) {
      script.append(
          """
          mariadb --no-defaults -h127.0.0.1 -P%d -uroot --skip-ssl --quick --batch --skip-column-names --default-character-set=utf8mb4 --init-command="SET time_zone='+00:00'" -e "%s" %s \
          | psql -q -h 127.0.0.1 -p %d -U postgres -d %s -c "\\copy %s FROM STDIN WITH (NULL 'NULL')"
          """
              .formatted(
                  stand.sourcePort(),
                  data.pipeSelect().formatted(table),
                  Stand.DATABASE,
                  stand.targetPort(),
                  Stand.DATABASE,
                  table));
    }
    return script.toString();
  }
}
