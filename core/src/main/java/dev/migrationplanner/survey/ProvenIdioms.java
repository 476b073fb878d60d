package dev.migrationplanner.survey;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.database.Ddl.Note;
import dev.migrationplanner.database.HazardScan;
import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The idiomatic profile's proof: a column takes a type of the target's own only if a pass over the
 * whole table found no value that does not fit. Missing evidence is none: the column stays.
 */
public final class ProvenIdioms {

  private final MigrationFile file;
  private final Database source;
  private final Database target;
  private final Schema schema;
  private final Map<String, Idiom> candidates;

  ProvenIdioms(MigrationFile file, Database source, Database target, Schema schema) {
    this.file = file;
    this.source = source;
    this.target = target;
    this.schema = schema;
    this.candidates = file.types().wanted(target.ddl().idioms(schema, source.ddl().dialect()));
  }

  /** What a pass has to look at; none in the lossless profile. */
  Map<String, Idiom> candidates() {
    return candidates;
  }

  /** Those that no row speaks against. */
  Map<String, Idiom> proven(List<Scanned> scans) {
    var proven = new TreeMap<String, Idiom>();
    for (Scanned scan : scans) {
      for (Count count : scan.counts()) {
        Idiom idiom = candidates.get(count.object());
        boolean about = idiom != null && count.rule().equals(HazardScan.MISFIT);
        if (about && scan.whole() && count.hits() == 0) {
          proven.put(count.object(), idiom);
        }
      }
    }
    return proven;
  }

  /** Of those that no row speaks against, and no whole pass for. */
  List<Note> notes(List<Scanned> scans) {
    var settled = new HashSet<String>(proven(scans).keySet());
    scans.stream()
        .flatMap(s -> s.counts().stream())
        .filter(c -> c.rule().equals(HazardScan.MISFIT) && c.hits() > 0)
        .forEach(c -> settled.add(c.object()));
    var notes = new ArrayList<Note>();
    for (String column : candidates.keySet()) {
      if (!settled.contains(column)) {
        notes.add(
            new Note(
                HazardScan.MISFIT,
                column,
                Fidelity.EXACT,
                "it stays as in the lossless profile: not every row was looked at; raise"
                    + " survey.scanRowsMax and survey.scanTimeMax, and plan again"));
      }
    }
    return notes;
  }

  /**
   * For a copy or a comparison without a plan: of tables that are on the target already, the
   * columns that have the type there; of the others, those that a pass proves now.
   */
  public static Map<String, Idiom> now(
      MigrationFile file,
      Schema schema,
      Database source,
      Database target,
      Consumer<String> progress)
      throws SQLException, InterruptedException {
    var idioms = new ProvenIdioms(file, source, target, schema);
    if (idioms.candidates.isEmpty()) {
      return Map.of();
    }
    Schema present;
    try (Connection connection = target.connect(Use.READ)) {
      present = target.catalog().read(connection, name -> true);
    }
    Map<String, Idiom> there = idioms.there(present);
    Schema missing = idioms.missing(present);
    List<Scanned> scans =
        new DataScan(source, file.survey(), idioms.candidates, ScanJournal.NONE, progress)
            .of(missing, Map.of());
    there.putAll(idioms.proven(scans));
    return there;
  }

  private Schema missing(Schema present) {
    Schema made = idiomatic();
    var missing = new ArrayList<Table>();
    for (int i = 0; i < schema.tables().size(); i++) {
      if (present.table(made.tables().get(i).name()).isEmpty()) {
        missing.add(schema.tables().get(i));
      }
    }
    return new Schema(schema.name(), missing, List.of());
  }

  private Schema idiomatic() {
    return target.ddl().convert(schema, source.ddl().dialect(), candidates).schema();
  }

  private Map<String, Idiom> there(Schema present) {
    Schema made = idiomatic();
    var there = new TreeMap<String, Idiom>();
    for (int i = 0; i < schema.tables().size(); i++) {
      Table table = schema.tables().get(i);
      Table wanted = made.tables().get(i);
      Optional<Table> twin = present.table(wanted.name());
      for (int c = 0; twin.isPresent() && c < table.columns().size(); c++) {
        String name = table.name() + "." + table.columns().get(c).name();
        Idiom idiom = candidates.get(name);
        if (idiom != null && held(twin.get(), wanted.columns().get(c))) {
          there.put(name, idiom);
        }
      }
    }
    return there;
  }

  private static boolean held(Table twin, Column wanted) {
    return twin.column(wanted.name())
        .map(Column::nativeType)
        .filter(wanted.nativeType()::equals)
        .isPresent();
  }
}
