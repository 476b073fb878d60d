package dev.migrationplanner.ledger;

/** One column as the application sees it. */
public record ColumnShape(String name, ValueKind kind) {

  public ColumnShape {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "A column's name needs no quoting here; this one does: " + name);
    }
  }
}
