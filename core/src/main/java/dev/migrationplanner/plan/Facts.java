package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.ServerInfo;
import dev.migrationplanner.database.Workload.Statement;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of both systems; nothing else goes into a plan. Ordered by name throughout, so
 * that it does not tell in which order things were made.
 *
 * @param onPaper whether they were told (facts.yaml) and nobody looked at the servers
 * @param takenAt when, ISO 8601 in UTC: the only clock in here but the pilot's
 * @param schema the source's tables that belong to the migration
 * @param conversion what they become
 * @param ddl the target's statements by table
 * @param fidelity how the values of each column ({@code table.column}) fare
 * @param scans what the passes over the data found
 * @param targetTables tables that are on the target already
 * @param sourceFingerprint the shape of the mapped tables as the source's catalogue tells it, "" if
 *     nobody looked
 * @param statements what the application asks of the source, as far as the server keeps it
 * @param statementsNote why nothing is known of them, "" if something is
 * @param lookups how those that take the most time find their rows on both sides
 * @param pilot what a pilot measured, null if there was none
 */
public record Facts(
    boolean onPaper,
    String takenAt,
    SystemFacts source,
    SystemFacts target,
    Schema schema,
    Ddl.Conversion conversion,
    List<TableDdl> ddl,
    List<String> dropTarget,
    List<String> emptyTarget,
    Map<String, Fidelity> fidelity,
    List<Scanned> scans,
    List<String> targetTables,
    String sourceFingerprint,
    List<Statement> statements,
    String statementsNote,
    List<Looked> lookups,
    @Nullable Pilot pilot) {

  public Facts {
    schema = ordered(schema);
    ddl = List.copyOf(ddl);
    dropTarget = List.copyOf(dropTarget);
    emptyTarget = List.copyOf(emptyTarget);
    fidelity = java.util.Collections.unmodifiableMap(new TreeMap<>(fidelity));
    scans = scans.stream().sorted(Comparator.comparing(Scanned::table)).toList();
    targetTables = targetTables.stream().sorted().toList();
    statements = statements.stream().sorted(Comparator.comparing(Statement::text)).toList();
    lookups = lookups.stream().sorted(Comparator.comparing(Looked::statement)).toList();
  }

  /** Whether the target is PostgreSQL. */
  boolean toPostgreSql() {
    return target.server().product().equals("PostgreSQL");
  }

  /** Whether both sides speak alike, so that most hazards are none. */
  boolean sameEngine() {
    return toPostgreSql() == source.server().product().equals("PostgreSQL");
  }

  /** The same schema whatever order its objects were made or listed in. */
  public static Schema ordered(Schema schema) {
    return new Schema(
        schema.name(),
        schema.tables().stream()
            .sorted(Comparator.comparing(Table::name))
            .map(Facts::ordered)
            .toList(),
        schema.others().stream()
            .sorted(
                Comparator.comparing(OtherObject::kind)
                    .thenComparing(OtherObject::name)
                    .thenComparing(OtherObject::definition))
            .toList());
  }

  private static Table ordered(Table table) {
    return new Table(
        table.name(),
        table.columns(),
        table.primaryKey(),
        table.indexes().stream().sorted(Comparator.comparing(i -> i.name())).toList(),
        table.foreignKeys().stream().sorted(Comparator.comparing(f -> f.name())).toList(),
        table.checks().stream().sorted(Comparator.comparing(c -> c.name())).toList(),
        table.storage(),
        table.comment());
  }

  /** The same with what a pilot measured. */
  public Facts with(@Nullable Pilot measured) {
    return new Facts(
        onPaper,
        takenAt,
        source,
        target,
        schema,
        conversion,
        ddl,
        dropTarget,
        emptyTarget,
        fidelity,
        scans,
        targetTables,
        sourceFingerprint,
        statements,
        statementsNote,
        lookups,
        measured);
  }

  /** Which column goes where. */
  public TableMapping mapping() {
    return TableMapping.of(schema, conversion);
  }

  /** What tells this source's tables from changed ones. */
  public String sourceShape() {
    return shape(schema);
  }

  /** A hash of the tables of a schema, as the stale check compares it. */
  public static String shape(Schema schema) {
    return CanonicalJson.hash(ordered(schema).tables());
  }

  /** As facts.json has it. */
  public String json() {
    return CanonicalJson.text(this);
  }

  /** What {@link #json} made. */
  public static Facts parse(String json) throws JsonProcessingException {
    return CanonicalJson.read(json, Facts.class);
  }

  /**
   * One system.
   *
   * @param sizes about how big its tables are
   * @param connections how many it takes, and what stands before it
   * @param shutOut statements that shut out writers without the library, for a DBA to run
   * @param letIn statements that let them in again
   */
  public record SystemFacts(
      String endpoint,
      ServerInfo server,
      Map<String, TableSize> sizes,
      Rates rates,
      List<Requirement> requirements,
      Connections connections,
      List<String> shutOut,
      List<String> letIn) {
    public SystemFacts {
      sizes = java.util.Collections.unmodifiableMap(new TreeMap<>(sizes));
      requirements = requirements.stream().sorted(Comparator.comparing(Requirement::id)).toList();
      shutOut = List.copyOf(shutOut);
      letIn = List.copyOf(letIn);
    }

    /** About how many rows all tables have. */
    public long rows() {
      return sizes.values().stream().mapToLong(TableSize::rows).sum();
    }

    /** About how many bytes, indexes included. */
    public long bytes() {
      return sizes.values().stream().mapToLong(s -> s.dataBytes() + s.indexBytes()).sum();
    }
  }

  /** How a statement of the application finds its rows on both sides. */
  public record Looked(String statement, long calls, Lookup source, Lookup target) {}

  /** What went on while the survey looked, per minute. */
  public record Rates(
      double windowSeconds,
      double rowsWrittenPerMinute,
      double rowsReadPerMinute,
      double transactionsPerMinute,
      double logBytesPerMinute) {}

  /** One table's statements on the target. */
  public record TableDdl(
      String table,
      List<String> create,
      List<String> indexes,
      List<String> foreignKeys,
      List<String> validate,
      String analyze) {
    public TableDdl {
      create = List.copyOf(create);
      indexes = List.copyOf(indexes);
      foreignKeys = List.copyOf(foreignKeys);
      validate = List.copyOf(validate);
    }
  }
}
