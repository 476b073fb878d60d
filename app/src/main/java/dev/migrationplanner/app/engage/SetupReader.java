package dev.migrationplanner.app.engage;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.run.Setup;
import dev.migrationplanner.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What a run needs to know of the two databases, read straight from them. */
public final class SetupReader {
  private SetupReader() {}

  /** Reads the catalogues and the servers' requirements; changes nothing. */
  public static Setup read(MigrationFile file, DatabasePair databases) throws SQLException {
    Schema schema = schema(file, databases.source());
    Ddl.Conversion conversion = databases.target().ddl().convert(schema);
    TableMapping mapping = TableMapping.of(schema, conversion);
    return new Setup(
        file,
        "",
        mapping.tables(),
        conversion.schema(),
        "",
        List.of(),
        List.of(),
        unmet(databases));
  }

  private static Schema schema(MigrationFile file, Database source) throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      return source.catalog().read(connection, file.tables()::contains);
    }
  }

  private static List<String> unmet(DatabasePair databases) throws SQLException {
    List<String> unmet = new ArrayList<>();
    for (Database database : List.of(databases.source(), databases.target())) {
      database.preflight(EnumSet.allOf(Use.class)).stream()
          .filter(requirement -> !requirement.met())
          .map(Requirement::id)
          .forEach(unmet::add);
    }
    return unmet;
  }
}
