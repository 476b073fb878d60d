package dev.migrationplanner.plan;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which column goes where.
 *
 * @param tables those that are copied and kept in sync, in the source's order
 * @param keptOut the others, by name, and why
 */
public record TableMapping(List<MappedTable> tables, Map<String, KeptOut> keptOut) {

  /** Of a migration that moves no rows. */
  static final TableMapping NONE = new TableMapping(List.of(), Map.of());

  public TableMapping {
    tables = List.copyOf(tables);
    keptOut = java.util.Collections.unmodifiableMap(new TreeMap<>(keptOut));
  }

  /** Why a table stays out of the migration's care, by rule. */
  public record KeptOut(String rule, String reason) {}

  /** Pairs the source's tables with what they become on the target. Pure. */
  public static TableMapping of(Schema source, Ddl.Conversion conversion) {
    var tables = new ArrayList<MappedTable>();
    var keptOut = new TreeMap<String, KeptOut>();
    for (int i = 0; i < source.tables().size(); i++) {
      Table table = source.tables().get(i);
      Optional<Table> twin = twin(source, conversion.schema(), i);
      Optional<KeptOut> reason =
          twin.map(t -> reason(table, t))
              .orElse(Optional.of(new KeptOut("T02", "the target's schema leaves it out")));
      if (reason.isPresent()) {
        keptOut.put(table.name(), reason.get());
      } else {
        tables.add(pair(table, twin.orElseThrow()));
      }
    }
    return new TableMapping(tables, keptOut);
  }

  /**
   * Tables that stay out only for want of a usable key: their rows can be copied and compared as a
   * whole, but no change of them can be followed. Their views have no key.
   */
  public static List<MappedTable> keyless(Schema source, Ddl.Conversion conversion) {
    var keyless = new ArrayList<MappedTable>();
    for (int i = 0; i < source.tables().size(); i++) {
      Table table = source.tables().get(i);
      Optional<Table> twin = twin(source, conversion.schema(), i);
      if (twin.isPresent()
          && table.columns().size() == twin.get().columns().size()
          && lacksKey(table)
          && uncarried(table, twin.get()).isEmpty()) {
        keyless.add(pair(table, twin.get()));
      }
    }
    return keyless;
  }

  private static boolean lacksKey(Table table) {
    return table.identifyingKey().map(key -> unusable(table, key).isPresent()).orElse(true);
  }

  /**
   * The target's schema without foreign keys from or to a table that stays: they would find no
   * parents, or nobody would look after their children.
   */
  public static Schema linked(List<MappedTable> tables, Schema target) {
    Set<String> carried = tables.stream().map(t -> t.target().name()).collect(Collectors.toSet());
    List<Table> linked = target.tables().stream().map(t -> linked(t, carried)).toList();
    return new Schema(target.name(), linked, target.others());
  }

  private static Table linked(Table table, Set<String> carried) {
    List<ForeignKey> keys =
        table.foreignKeys().stream()
            .filter(k -> carried.contains(table.name()) && carried.contains(k.referencedTable()))
            .toList();
    return new Table(
        table.name(),
        table.columns(),
        table.primaryKey(),
        table.indexes(),
        keys,
        table.checks(),
        table.storage(),
        table.comment());
  }

  /** By name; else, as names may be translated but tables keep their order, by place. */
  private static Optional<Table> twin(Schema source, Schema target, int place) {
    Optional<Table> sameName = target.table(source.tables().get(place).name());
    if (sameName.isPresent() || source.tables().size() != target.tables().size()) {
      return sameName;
    }
    return Optional.of(target.tables().get(place));
  }

  private static Optional<KeptOut> reason(Table source, Table target) {
    Optional<Key> key = source.identifyingKey();
    if (key.isEmpty()) {
      return Optional.of(
          new KeptOut(
              "H36", "it has neither a primary key nor a unique key over NOT NULL columns"));
    }
    if (source.columns().size() != target.columns().size()) {
      return Optional.of(
          new KeptOut("T03", "the target's schema has other columns than the source's"));
    }
    return unusable(source, key.get()).or(() -> uncarried(source, target));
  }

  private static Optional<KeptOut> unusable(Table table, Key key) {
    for (String name : key.columns()) {
      Column column = table.column(name).orElseThrow();
      if (column.type() instanceof SqlType.FloatType) {
        return Optional.of(
            new KeptOut("H36", "its key column " + name + " is a floating-point number"));
      }
      if (column.generated()) {
        return Optional.of(new KeptOut("H36", "its key column " + name + " is generated"));
      }
    }
    return Optional.empty();
  }

  private static Optional<KeptOut> uncarried(Table source, Table target) {
    for (int i = 0; i < source.columns().size(); i++) {
      Column column = source.columns().get(i);
      if (!column.generated() && column.type() instanceof SqlType.UnknownType unknown) {
        return Optional.of(
            new KeptOut(
                "T04",
                "its column "
                    + column.name()
                    + " has type "
                    + unknown.nativeName()
                    + ", which cannot be carried"));
      }
      if (column.generated() != target.columns().get(i).generated()) {
        return Optional.of(
            new KeptOut(
                "H48",
                "its column "
                    + column.name()
                    + " is generated on one side only, so that one side"
                    + " would miss its values"));
      }
    }
    return Optional.empty();
  }

  private static MappedTable pair(Table source, Table target) {
    var sourceColumns = new ArrayList<ColumnView>();
    var targetColumns = new ArrayList<ColumnView>();
    for (int i = 0; i < source.columns().size(); i++) {
      Column column = source.columns().get(i);
      if (!column.generated()) {
        Column twin = target.columns().get(i);
        SqlType logical = logical(column.type(), twin.type());
        sourceColumns.add(new ColumnView(column, logical));
        targetColumns.add(new ColumnView(twin, logical));
      }
    }
    List<Integer> key =
        lacksKey(source) ? List.of() : places(sourceColumns, source.identifyingKey().orElseThrow());
    return new MappedTable(
        new TableView(source, sourceColumns, key), new TableView(target, targetColumns, key));
  }

  /** The source's, but JSON is a tree as soon as one side forgets its spelling. */
  private static SqlType logical(SqlType source, SqlType target) {
    if (target instanceof SqlType.JsonTreeType) {
      return target;
    }
    return source instanceof SqlType.JsonType && target instanceof SqlType.JsonType tree
        ? (tree.verbatim() ? source : tree)
        : source;
  }

  private static List<Integer> places(List<ColumnView> columns, Key key) {
    List<String> names = columns.stream().map(ColumnView::name).toList();
    return key.columns().stream().map(names::indexOf).toList();
  }

  /** The mapped table of that source name. */
  public Optional<MappedTable> table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
