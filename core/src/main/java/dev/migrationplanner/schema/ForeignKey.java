package dev.migrationplanner.schema;

import java.util.List;

/** A foreign key; {@code columns} and {@code referencedColumns} pair by position. */
public record ForeignKey(
    String name,
    List<String> columns,
    String referencedTable,
    List<String> referencedColumns,
    Action onDelete,
    Action onUpdate) {

  public ForeignKey {
    columns = List.copyOf(columns);
    referencedColumns = List.copyOf(referencedColumns);
  }

  /** What happens to the child. */
  public enum Action {
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }

  /** Whether a change of the parent changes children without a statement on them. */
  public boolean cascades() {
    return onDelete != Action.RESTRICT || onUpdate != Action.RESTRICT;
  }
}
