package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.plan.Finding.Severity;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the source's schema has that the target's will not have, or not in the same way. */
final class SchemaFindings {

  /** Rules whose values are carried exactly, and that somebody should read all the same. */
  private static final Set<String> NOTABLE =
      Set.of("H20", "H21", "H22", "H23", "H40", "H44", "H45", "H46", "H48", "H49", "H50");

  private static final Set<String> WITHOUT_SNAPSHOT =
      Set.of("myisam", "aria", "memory", "csv", "archive", "federated", "spider", "merge");

  private final Facts facts;
  private final TableMapping mapping;
  private final List<Finding> findings = new ArrayList<>();

  SchemaFindings(Facts facts, TableMapping mapping) {
    this.facts = facts;
    this.mapping = mapping;
  }

  List<Finding> all() {
    facts.conversion().notes().forEach(this::note);
    mapping.keptOut().forEach(this::keptOut);
    for (Table table : facts.schema().tables()) {
      storage(table);
      table.foreignKeys().forEach(key -> foreignKey(table, key));
    }
    others();
    return findings;
  }

  private void note(Note note) {
    switch (note.fidelity()) {
      case BLOCKED ->
          findings.add(
              SystemFindings.block(
                  note.rule(),
                  note.object(),
                  note.text(),
                  "the source's schema",
                  "it cannot be carried",
                  "change it on the source, or leave the table out" + " (tables.exclude)"));
      case LOSSY ->
          findings.add(
              new Finding(
                  note.rule(),
                  Severity.DECIDE,
                  note.object(),
                  note.text(),
                  "the source's schema",
                  "values lose what the target cannot hold",
                  "not carried until decided",
                  List.of("accept-loss"),
                  "",
                  "what is lost cannot be brought back from the target",
                  ""));
      case CANONICAL, EXACT -> findings.add(harmless(note));
    }
  }

  private static Finding harmless(Note note) {
    Finding warned =
        SystemFindings.warn(
            note.rule(),
            note.object(),
            note.text(),
            "the source's schema",
            "values are the same; what the database does with them may not be",
            "as described");
    return NOTABLE.contains(note.rule()) ? warned : informed(warned);
  }

  private static Finding informed(Finding f) {
    return new Finding(
        f.rule(),
        Severity.INFO,
        f.object(),
        f.what(),
        f.evidence(),
        f.effect(),
        f.standard(),
        f.choices(),
        f.remedy(),
        f.reversibility(),
        f.decided());
  }

  private void keptOut(String table, TableMapping.KeptOut reason) {
    findings.add(
        new Finding(
            reason.rule(),
            Severity.DECIDE,
            table,
            "the table cannot be kept in sync: " + reason.reason(),
            "the source's schema",
            "only this table stays out: it is neither copied nor compared",
            "left out",
            List.of("leave-out"),
            reason.rule().equals("H36")
                ? "add a primary key on the source, then plan again"
                : "change the column on the source, then plan again",
            "its rows stay where they are",
            ""));
  }

  private void storage(Table table) {
    if (WITHOUT_SNAPSHOT.contains(table.storage().toLowerCase(Locale.ROOT))) {
      findings.add(
          SystemFindings.block(
              "H54",
              table.name(),
              "the table's engine, " + table.storage() + ", has no consistent snapshot",
              "the source's schema",
              "rows copied while others are written would be of no single moment",
              "ALTER TABLE "
                  + table.name()
                  + " ENGINE=InnoDB, or leave the table out"
                  + " (tables.exclude)"));
    }
  }

  private void foreignKey(Table table, ForeignKey key) {
    String object = table.name() + "." + key.name();
    if (key.cascades()) {
      findings.add(
          SystemFindings.warn(
              "H37",
              object,
              "the foreign key changes children by itself (ON DELETE "
                  + key.onDelete()
                  + ", ON UPDATE "
                  + key.onUpdate()
                  + ")",
              "the source's schema",
              "the change log may not name those children",
              "a changed parent makes its children pending on both sides"));
    }
    boolean outside = mapping.table(key.referencedTable()).isEmpty();
    if (outside && mapping.table(table.name()).isPresent()) {
      findings.add(
          SystemFindings.block(
              "T06",
              object,
              "the foreign key leads to " + key.referencedTable() + ", which is not migrated",
              "the source's schema",
              "it cannot be made on the target",
              "migrate that table too, or drop the key"));
    }
  }

  private void others() {
    Map<OtherObject.Kind, List<String>> byKind = new EnumMap<>(OtherObject.Kind.class);
    for (OtherObject other : facts.schema().others()) {
      byKind.computeIfAbsent(other.kind(), k -> new ArrayList<>()).add(other.name());
    }
    byKind.forEach((kind, names) -> findings.add(inventory(kind, names)));
  }

  private static Finding inventory(OtherObject.Kind kind, List<String> names) {
    String plural = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "(s)";
    Finding finding =
        SystemFindings.warn(
            "H51",
            kind.name().toLowerCase(Locale.ROOT),
            names.size() + " " + plural + " of the source are not carried",
            Texts.firstOf(names, 20),
            "what the application expects of them is missing on the target",
            "write them for the target by hand, test them in the rehearsal; triggers that write"
                + " must not fire for the tool's sessions");
    return kind == OtherObject.Kind.SEQUENCE ? informed(finding) : finding;
  }
}
