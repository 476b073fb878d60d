package dev.migrationplanner.app.engage;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.Staleness;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.run.Setup;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.survey.ProvenIdioms;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run needs to know, from a plan or read straight from the two databases. */
public final class SetupReader {
  private SetupReader() {}

  /** The plan's tables and findings; what the servers lack is asked anew. */
  public static Setup of(Plan plan, Facts facts, DatabasePair databases) throws SQLException {
    return new Setup(
        plan.file(),
        plan.hash(),
        facts.mapping().tables(),
        TableMapping.linked(facts.mapping().tables(), facts.conversion().schema()),
        plan.sourceFingerprint(),
        plan.blocking().stream().map(Finding::id).toList(),
        plan.decisionsNeeded().stream().map(Finding::id).toList(),
        unmet(databases));
  }

  /** Without a plan: the tables that the file names, as they are now. Changes nothing. */
  public static Setup read(MigrationFile file, DatabasePair databases) throws SQLException {
    Schema schema = schema(file, databases.source());
    Ddl.Conversion conversion = conversion(file, schema, databases);
    return read(file, conversion, TableMapping.of(schema, conversion).tables(), List.of());
  }

  private static Ddl.Conversion conversion(
      MigrationFile file, Schema schema, DatabasePair databases) throws SQLException {
    Database source = databases.source();
    Database target = databases.target();
    try {
      Map<String, Idiom> idioms = ProvenIdioms.now(file, schema, source, target, text -> {});
      return target.ddl().convert(schema, source.ddl().dialect(), idioms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("reading the tables was called off", e);
    }
  }

  private static Setup read(
      MigrationFile file,
      Ddl.Conversion conversion,
      List<MappedTable> tables,
      List<MappedTable> keyless) {
    List<MappedTable> all = Stream.concat(tables.stream(), keyless.stream()).toList();
    return new Setup(
        file,
        "",
        tables,
        TableMapping.linked(all, conversion.schema()),
        "",
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * The same, of at least one table, and those without a usable key beside them.
   *
   * @throws IllegalArgumentException if the file's names match none
   */
  public static OneOff oneOff(MigrationFile file, DatabasePair databases) throws SQLException {
    Schema schema = schema(file, databases.source());
    Ddl.Conversion conversion = conversion(file, schema, databases);
    List<MappedTable> keyless = TableMapping.keyless(schema, conversion);
    TableMapping mapping = TableMapping.of(schema, conversion);
    Map<String, String> leftOut = new TreeMap<>();
    mapping.keptOut().forEach((table, why) -> leftOut.put(table, why.reason()));
    keyless.forEach(table -> leftOut.remove(table.source().name()));
    OneOff read = new OneOff(read(file, conversion, mapping.tables(), keyless), keyless, leftOut);
    if (read.all().isEmpty()) {
      throw new IllegalArgumentException(
          "No table of "
              + file.source()
              + " can be taken: tables.include is "
              + file.tables().include()
              + ", tables.exclude is "
              + file.tables().exclude()
              + ". Correct them, or GRANT SELECT to user "
              + file.source().user()
              + ", who sees only what it may read");
    }
    return read;
  }

  /**
   * What a one-off copy or a comparison takes.
   *
   * @param keyless tables of which no change can be followed
   * @param leftOut tables that the file names and that cannot be taken, and why
   */
  public record OneOff(Setup setup, List<MappedTable> keyless, Map<String, String> leftOut) {
    public OneOff {
      keyless = List.copyOf(keyless);
      leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    }

    /** The tables of both kinds. */
    public List<MappedTable> all() {
      return Stream.concat(setup.tables().stream(), keyless.stream()).toList();
    }
  }

  /** How both systems are now, for the question whether a plan still fits. Changes nothing. */
  public static Staleness now(MigrationFile file, DatabasePair databases) throws SQLException {
    Database source = databases.source();
    Schema schema = schema(file, source);
    return new Staleness(
        file,
        schema,
        source.server().identity(),
        databases.target().server().identity(),
        source.server().settings(),
        bytes(schema, source),
        Instant.now());
  }

  private static long bytes(Schema schema, Database source) throws SQLException {
    try (Connection connection = source.connect(Use.READ)) {
      return source.catalog().sizes(connection).entrySet().stream()
          .filter(e -> schema.table(e.getKey()).isPresent())
          .mapToLong(e -> e.getValue().dataBytes() + e.getValue().indexBytes())
          .sum();
    }
  }

  /** The source's tables that the file names. */
  public static Schema schema(MigrationFile file, Database source) throws SQLException {
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
