package dev.migrationplanner.run;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.schema.Schema;
import java.util.List;

/**
 * What of a plan its run needs.
 *
 * @param planHash the plan's address
 * @param tables those copied and kept in sync
 * @param targetSchema as converted for the target
 * @param sourceFingerprint shape of the source's tables when planned
 * @param findingsBlocking findings that block
 * @param findingsUndecided rule ids of findings that wait for a decision
 * @param requirementsUnmet what the servers lack
 */
public record Setup(
    MigrationFile file,
    String planHash,
    List<MappedTable> tables,
    Schema targetSchema,
    String sourceFingerprint,
    List<String> findingsBlocking,
    List<String> findingsUndecided,
    List<String> requirementsUnmet) {

  public Setup {
    tables = List.copyOf(tables);
    findingsBlocking = List.copyOf(findingsBlocking);
    findingsUndecided = List.copyOf(findingsUndecided);
    requirementsUnmet = List.copyOf(requirementsUnmet);
  }
}
