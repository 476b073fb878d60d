package migration;

import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import java.net.URI;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Opens the migration once, at the start of the application. It follows the control plane and never blocks on it. */
public final class Sides {

  private Sides() {}

  /** Both pools are the application's own; the folder is this instance's alone. */
  public static Migration open(DataSource source, DataSource target, Path stateDirectory) {
    return Migration.open(
        new Options("shop-to-postgres", URI.create("http://127.0.0.1:8090"), stateDirectory), source, target);
  }
}
