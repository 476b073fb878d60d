package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableMappingTest {

  private static final SqlType INT = new SqlType.IntegerType(64, true);
  private static final SqlType NUMERIC = new SqlType.DecimalType(20, 0, false);

  @Test
  void columnsArePairedAndTheSourceTypeTravels() {
    TableMapping mapping =
        map(
            table("Order", key("id"), plain("id", INT), generated("sum"), plain("note", text())),
            table(
                "order", key("id"), plain("id", NUMERIC), generated("sum"), plain("note", text())));
    MappedTable pair = mapping.tables().get(0);
    assertThat(pair.source().columnNames()).containsExactly("id", "note");
    assertThat(pair.target().columns().get(0).logical()).isEqualTo(INT);
    assertThat(pair.target().columns().get(0).column().type()).isEqualTo(NUMERIC);
    assertThat(pair.source().keyNames()).containsExactly("id");
    assertThat(mapping.table("Order")).contains(pair);
  }

  @Test
  void aUniqueKeyOverNotNullColumnsServes() {
    var unique =
        new Index("u", Index.Kind.UNIQUE, List.of(new Index.Part("code", false, 0, false)));
    Table table =
        new Table(
            "t",
            List.of(plain("x", INT), plain("code", text())),
            null,
            List.of(unique),
            List.of(),
            List.of(),
            "InnoDB",
            "");
    assertThat(map(table, table).tables().get(0).source().key()).containsExactly(1);
  }

  @Test
  void onlyTheTableWithoutUsableKeyStaysOut() {
    Table keyless = table("log", null, plain("line", text()));
    TableMapping mapping = map(keyless, keyless);
    assertThat(mapping.tables()).isEmpty();
    assertThat(mapping.keptOut().get("log").rule()).isEqualTo("H36");
    Table floating = table("f", key("x"), plain("x", new SqlType.FloatType(64)));
    assertThat(map(floating, floating).keptOut().get("f").reason()).contains("floating-point");
  }

  @Test
  void guarantee5WhatCannotBeCarriedIsNamedNotDropped() {
    Table odd =
        table("t", key("id"), plain("id", INT), plain("v", new SqlType.UnknownType("vector")));
    assertThat(map(odd, odd).keptOut().get("t").reason()).contains("column v has type vector");
    Table computed = table("t", key("id"), plain("id", INT), generated("c"));
    Table stored = table("t", key("id"), plain("id", INT), plain("c", INT));
    assertThat(map(computed, stored).keptOut().get("t").rule()).isEqualTo("H48");
  }

  private static TableMapping map(Table source, Table target) {
    return TableMapping.of(
        new Schema("s", List.of(source), List.of()),
        new Ddl.Conversion(new Schema("t", List.of(target), List.of()), List.of()));
  }

  private static Table table(String name, Key key, Column... columns) {
    return new Table(name, List.of(columns), key, List.of(), List.of(), List.of(), "InnoDB", "");
  }

  private static Key key(String column) {
    return new Key("PRIMARY", List.of(column));
  }

  private static SqlType text() {
    return new SqlType.TextType(false, 20, Collation.BYTES);
  }

  private static Column plain(String name, SqlType type) {
    return new Column(name, type, "x", false, new DefaultValue.None(), false, null, false, "");
  }

  private static Column generated(String name) {
    return new Column(name, INT, "x", false, new DefaultValue.None(), false, "1+1", false, "");
  }
}
