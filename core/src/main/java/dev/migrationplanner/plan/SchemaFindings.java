package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.plan.Finding.Evidence;
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
import java.util.regex.Pattern;

/** What the source's schema has that the target's will not have, or not in the same way. */
final class SchemaFindings {

  /** Rules whose values are carried exactly, and that somebody should read all the same. */
  private static final Set<String> NOTABLE =
      Set.of(
          "H20", "H21", "H22", "H23", "H40", "H41", "H44", "H45", "H46", "H48", "H49", "H50", "H64",
          "R12");

  private static final Set<String> WITHOUT_SNAPSHOT =
      Set.of("myisam", "aria", "memory", "csv", "archive", "federated", "spider", "merge");

  private static final Pattern CHANGES_TABLES =
      Pattern.compile("(?i)\\b(CREATE|ALTER|DROP|RENAME|TRUNCATE)\\s+TABLE\\b");

  private static final Pattern SETS_TO_NOW =
      Pattern.compile("(?i)\\bNEW\\.\\w+\\s*:?=\\s*(now\\(|current_timestamp|clock_timestamp)");

  static final String SCHEMA = "the source's schema";

  private final Facts facts;
  private final TableMapping mapping;
  private final List<Finding> findings = new ArrayList<>();

  SchemaFindings(Facts facts, TableMapping mapping) {
    this.facts = facts;
    this.mapping = mapping;
  }

  List<Finding> all() {
    facts.conversion().notes().stream().filter(n -> !n.rule().equals("H51")).forEach(this::note);
    mapping.keptOut().forEach(this::keptOut);
    for (Table table : facts.schema().tables()) {
      storage(table);
      table.foreignKeys().forEach(key -> foreignKey(table, key));
    }
    others();
    findings.addAll(new SchemaTraits(facts).all());
    return findings;
  }

  private void note(Note note) {
    Severity severity =
        switch (note.fidelity()) {
          case BLOCKED -> Severity.BLOCK;
          case LOSSY -> Severity.DECIDE;
          case CANONICAL, EXACT -> NOTABLE.contains(note.rule()) ? Severity.WARN : Severity.INFO;
        };
    List<String> choices = severity == Severity.DECIDE ? List.of("accept-loss") : List.of();
    Evidence evidence = Evidence.of(SCHEMA, 1);
    findings.add(
        RuleBook.of(note.rule())
            .map(rule -> rule.finding(severity, note.object(), note.text(), evidence, choices))
            .orElseGet(() -> unlisted(note, severity, choices)));
  }

  /** A note of an engine whose rule the book does not have yet. */
  private static Finding unlisted(Note note, Severity severity, List<String> choices) {
    return new Finding(
        note.rule(),
        severity,
        note.object(),
        note.text(),
        Evidence.of(SCHEMA, 1),
        severity == Severity.DECIDE ? "values lose what the target cannot hold" : "as described",
        severity == Severity.DECIDE ? "not carried until decided" : "as described",
        choices,
        "leave the table out (tables.exclude)",
        "",
        severity == Severity.DECIDE ? "what is lost cannot be brought back" : "as described",
        Rule.Detection.SCHEMA.verified(),
        "docs/hazards/README.md",
        "");
  }

  private void keptOut(String table, TableMapping.KeptOut reason) {
    findings.add(
        RuleBook.the(reason.rule())
            .finding(
                Severity.DECIDE,
                table,
                "the table cannot be kept in sync: " + reason.reason(),
                Evidence.of(SCHEMA, 1),
                List.of("leave-out")));
  }

  private void storage(Table table) {
    if (WITHOUT_SNAPSHOT.contains(table.storage().toLowerCase(Locale.ROOT))) {
      Evidence evidence = Evidence.of("engine " + table.storage(), 1);
      findings.add(RuleBook.the("H54").finding(table.name(), evidence));
    }
  }

  private void foreignKey(Table table, ForeignKey key) {
    String object = table.name() + "." + key.name();
    if (key.cascades()) {
      String actions = "ON DELETE " + key.onDelete() + ", ON UPDATE " + key.onUpdate();
      findings.add(RuleBook.the("H37").finding(object, Evidence.of(actions, 1)));
      if (logsCascades()) {
        findings.add(RuleBook.the("H78").finding(object, Evidence.of(actions, 1)));
      }
    }
    boolean outside = mapping.table(key.referencedTable()).isEmpty();
    if (outside && mapping.table(table.name()).isPresent()) {
      String leads = "it leads to " + key.referencedTable();
      findings.add(RuleBook.the("T06").finding(object, Evidence.of(leads, 1)));
    }
  }

  /** MySQL from 9.6 on, unless it was asked to go on as before. */
  private boolean logsCascades() {
    var server = facts.source().server();
    String[] version = server.version().split("\\.", 3);
    if (!server.product().equals("MySQL") || version.length < 2) {
      return false;
    }
    int major = Integer.parseInt(version[0].replaceAll("\\D.*", "0"));
    int minor = Integer.parseInt(version[1].replaceAll("\\D.*", ""));
    return (major > 9 || (major == 9 && minor >= 6))
        && !server.settings().getOrDefault("innodb_native_foreign_keys", "OFF").equals("ON");
  }

  private void others() {
    Map<OtherObject.Kind, List<String>> byKind = new EnumMap<>(OtherObject.Kind.class);
    for (OtherObject other : facts.schema().others()) {
      byKind.computeIfAbsent(other.kind(), k -> new ArrayList<>()).add(told(other));
    }
    byKind.forEach((kind, names) -> findings.add(inventory(kind, names)));
    code("H58", CHANGES_TABLES);
    if (!facts.toPostgreSql()) {
      code("R23", SETS_TO_NOW);
    }
  }

  /** Code of the source whose text shows what it does. */
  private void code(String rule, Pattern sign) {
    List<String> names =
        facts.schema().others().stream()
            .filter(o -> o.kind() != OtherObject.Kind.VIEW && sign.matcher(o.definition()).find())
            .map(OtherObject::name)
            .distinct()
            .toList();
    if (!names.isEmpty()) {
      Evidence evidence = Evidence.of(Texts.firstOf(names, 20), names.size());
      findings.add(RuleBook.the(rule).finding("code", evidence));
    }
  }

  /** Its name, and what became of it when it was tried on the target. */
  private String told(OtherObject other) {
    String kind = "this " + other.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return facts.conversion().notes().stream()
        .filter(n -> n.rule().equals("H51") && n.object().equals(other.name()))
        .map(Note::text)
        .filter(
            text -> text.startsWith(kind + " is not carried; ") && !text.endsWith("; translate it"))
        .map(text -> other.name() + ": " + text.substring((kind + " is not carried; ").length()))
        .findFirst()
        .orElse(other.name());
  }

  private Finding inventory(OtherObject.Kind kind, List<String> names) {
    boolean reverse = !facts.toPostgreSql();
    boolean sequence = kind == OtherObject.Kind.SEQUENCE;
    String rule = sequence ? (reverse ? "R10" : "H63") : reverse ? "R21" : "H51";
    String word = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return RuleBook.the(rule)
        .finding(
            sequence ? Severity.INFO : Severity.WARN,
            word,
            names.size() + " " + word + "(s) of the source are not carried",
            Evidence.of(Texts.firstOf(names, 200), names.size()),
            List.of());
  }
}
