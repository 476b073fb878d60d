package dev.migrationplanner.plan;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.schema.SqlType;

/**
 * One column in generated code.
 *
 * @param name as the languages can say it
 * @param column as the source has it
 * @param kind how its values travel
 * @param compared whether equal values are spelled alike on both sides
 */
record CodeField(String name, String column, Kind kind, boolean compared) {

  /** How values travel, by language. */
  enum Kind {
    INT32("Integer", "int32", "number", "int"),
    INT64("Long", "int64", "string", "int"),
    DECIMAL("BigDecimal", "decimal", "string", "Decimal"),
    FLOAT("Double", "float64", "number", "float"),
    BOOLEAN("Boolean", "bool", "boolean", "bool"),
    TEXT("String", "text", "string", "str"),
    BYTES("byte[]", "bytes", "Uint8Array", "bytes"),
    DATE("LocalDate", "date", "string", "date"),
    DATE_TIME("LocalDateTime", "dateTime", "string", "datetime"),
    INSTANT("Instant", "instant", "string", "datetime");

    private final String java;
    private final String reader;
    private final String typeScript;
    private final String python;

    Kind(String java, String reader, String typeScript, String python) {
      this.java = java;
      this.reader = reader;
      this.typeScript = typeScript;
      this.python = python;
    }

    String java() {
      return java;
    }

    /** The method of the generated {@code Values} that reads it. */
    String reader() {
      return reader;
    }

    String typeScript() {
      return typeScript;
    }

    String python() {
      return python;
    }
  }

  static CodeField of(ColumnView source, ColumnView target) {
    SqlType logical = source.logical();
    boolean compared =
        !(logical instanceof SqlType.JsonType || logical instanceof SqlType.JsonTreeType);
    return new CodeField(
        CodeNames.field(source.name()), source.name(), kind(source, target), compared);
  }

  CodeField named(String other) {
    return new CodeField(other, column, kind, compared);
  }

  private static Kind kind(ColumnView source, ColumnView target) {
    SqlType type = source.logical();
    if (type instanceof SqlType.IntegerType i) {
      return integer(i, target);
    }
    if (type instanceof SqlType.DecimalType) {
      return Kind.DECIMAL;
    }
    if (type instanceof SqlType.FloatType) {
      return Kind.FLOAT;
    }
    if (type instanceof SqlType.YearType) {
      return Kind.INT32;
    }
    if (type instanceof SqlType.BitType bit) {
      return bit.length() == 1 ? Kind.BOOLEAN : Kind.INT64;
    }
    if (type instanceof SqlType.BinaryType || type instanceof SqlType.GeometryType) {
      return Kind.BYTES;
    }
    return other(type);
  }

  private static Kind integer(SqlType.IntegerType type, ColumnView target) {
    if (target.column().type() instanceof SqlType.DecimalType
        || (type.unsigned() && type.bits() == 64)) {
      return Kind.DECIMAL;
    }
    return type.bits() < 32 || (type.bits() == 32 && !type.unsigned()) ? Kind.INT32 : Kind.INT64;
  }

  private static Kind other(SqlType type) {
    if (type instanceof SqlType.BooleanType) {
      return Kind.BOOLEAN;
    }
    if (type instanceof SqlType.DateType) {
      return Kind.DATE;
    }
    if (type instanceof SqlType.DateTimeType) {
      return Kind.DATE_TIME;
    }
    return type instanceof SqlType.InstantType ? Kind.INSTANT : Kind.TEXT;
  }
}
