package dev.migrationplanner.plan;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.Plan.PlannedTable;
import dev.migrationplanner.schema.Column;
import java.util.ArrayList;
import java.util.List;

/** LAST-RESORT.md: the way back in plain SQL and commands, with the tool gone. */
final class LastResort {

  private static final String EPOCH = "migration_planner.epoch";

  private final Plan plan;
  private final TableMapping mapping;
  private final MigrationFile file;
  private final Document document;

  private LastResort(Plan plan, TableMapping mapping) {
    this.plan = plan;
    this.mapping = mapping;
    this.file = plan.file();
    this.document = new Document("When all else fails: " + plan.migration());
  }

  static Document of(Plan plan, TableMapping mapping) {
    return new LastResort(plan, mapping).document();
  }

  private Document document() {
    document.paragraph(
        "For a night when the control plane is gone and cannot be started again anywhere. First try"
            + " that: any machine with the tool, migration.yaml and the state directory goes on where it"
            + " was (migration-planner serve); a state directory that is lost is told by the two epoch"
            + " rows below.");
    document.heading(2, "1. Who is the authority");
    document.paragraph("Ask both sides. The row with the higher epoch is right.");
    document.code(
        "sql",
        "-- on both sides\nSELECT epoch, authority, stage, closing FROM "
            + EPOCH
            + " WHERE migration = "
            + text()
            + ";");
    document.bullets(
        List.of(
            "authority SOURCE: phases 0 to 4. The source has every write; section 2.",
            "authority TARGET: phases 5 and 6. The target has every write; section 3.",
            "closing = 1 on one side, and the other side cannot be reached: writes wait. Section 4."));
    early();
    late();
    closing();
    tidy();
    return document;
  }

  private String text() {
    return "'" + plan.migration() + "'";
  }

  private void early() {
    document.heading(2, "2. Back from phases 1 to 4");
    document.paragraph(
        "Nothing is to be brought back: the source has every write. Every instance of the application"
            + " is told to read and write the source only, by a file in its state directory (it is read"
            + " without the control plane):");
    document.code("", "echo 'stage=OFF' > <state directory>/" + plan.migration() + ".override");
    document.paragraph(
        "Or release the former version. Then let go of the source's log (section 5).");
  }

  private void late() {
    document.heading(2, "3. Back from phase 5");
    document.paragraph(
        "The source follows the target up to the last hop and no further. Writes after it are on the"
            + " target only and have to be carried over before the source may be the authority again.");
    document.paragraph("a. Stop every writer of the target: end the application's instances, and:");
    document.code("sql", "-- on the target\n" + String.join("\n", stopWriters(file.target())));
    document.paragraph(
        "b. Find the tables that differ: run each line on both sides, and put the numbers side by"
            + " side.");
    document.code("sql", String.join("\n", counts()));
    document.paragraph(
        "Equal counts do not prove equal rows: where a table has a column that tells when a row was"
            + " changed, compare its maximum too; where it has none, carry the table over whole.");
    carry();
    document.paragraph("d. Set the counters ahead on the source, past what the target gave out.");
    document.code("sql", "-- on the source\n" + String.join("\n", counters()));
    document.paragraph(
        "e. Make the source the authority: on both sides, the source's row last. The library follows"
            + " it without the control plane.");
    document.code(
        "sql",
        "-- on the target\n"
            + writable(file.target())
            + authority()
            + "\n-- on the source\n"
            + authority());
    document.paragraph("f. Let writers of the source in again:");
    document.code("sql", "-- on the source\n" + letIn());
    document.paragraph("g. Begin the application.");
    document.paragraph("h. Before the target is used again, let it be written:");
    document.code("sql", "-- on the target\n" + String.join("\n", letWrite(file.target())));
  }

  /** What made the target read only (a) binds whoever mends its epoch row, too. */
  private static String writable(Endpoint endpoint) {
    return endpoint.engine().equals("postgresql")
        ? "SET default_transaction_read_only = off;\n"
        : "";
  }

  private String authority() {
    return "UPDATE "
        + EPOCH
        + " SET epoch = epoch + 1, authority = 'SOURCE', stage = 'OFF', read_share = 0, closing = 0"
        + " WHERE migration = "
        + text()
        + ";";
  }

  private void carry() {
    boolean here = file.source().engine().equals("postgresql");
    boolean there = file.target().engine().equals("postgresql");
    if (here != there) {
      document.paragraph(
          "c. Carry the differing tables over whole, each by two commands: the file holds numbers and"
              + " hexadecimal text, so that nothing is escaped. Passwords are asked for."
              + (here
                  ? " The source's triggers and foreign keys rest meanwhile, which asks for a"
                      + " superuser."
                  : " Triggers of the source fire: disable those that write."));
      document.code("sh", String.join("\n", here ? toPostgreSql() : fromPostgreSql()));
      return;
    }
    document.paragraph(
        "c. Carry the differing tables over with an export of your own, parents before children, foreign"
            + " keys unchecked while you do. Columns that need care are those of the loss ledger in"
            + " PLAN.md whose types differ. On the source, before and after:");
    document.code("sql", String.join("\n", unchecked(file.source())));
  }

  private List<String> fromPostgreSql() {
    return mapping.tables().stream()
        .flatMap(
            m ->
                CarryBack.of(m, file.target().schema())
                    .commands(psql(file.target()), mariadb(file.source()))
                    .stream())
        .toList();
  }

  private List<String> toPostgreSql() {
    return mapping.tables().stream()
        .flatMap(
            m ->
                CarryToPostgreSql.of(m, file.source().schema())
                    .commands(mariadb(file.target()), psql(file.source()))
                    .stream())
        .toList();
  }

  private static String psql(Endpoint e) {
    return "-h " + e.host() + " -p " + e.port() + " -U " + e.user() + " -d " + e.database();
  }

  private static String mariadb(Endpoint e) {
    return "-h " + e.host() + " -P " + e.port() + " -u " + e.user() + " -p -D " + e.database();
  }

  /** Past every number that the target gave out. */
  private List<String> counters() {
    var lines = new ArrayList<String>();
    for (MappedTable table : mapping.tables()) {
      for (Column column : table.source().table().columns()) {
        if (column.identity()) {
          String name = quoted(file.source(), table.source().name());
          lines.add(
              file.source().engine().equals("postgresql")
                  ? "SELECT setval(pg_get_serial_sequence('"
                      + name.replace("'", "''")
                      + "', '"
                      + column.name().replace("'", "''")
                      + "'), (SELECT coalesce(max(\""
                      + column.name().replace("\"", "\"\"")
                      + "\"), 0) + 1000 FROM "
                      + name
                      + "));"
                  : "ALTER TABLE " + name + " AUTO_INCREMENT = 1; -- it goes past the highest");
        }
      }
    }
    return lines.isEmpty() ? List.of("-- no table numbers its rows") : lines;
  }

  private void closing() {
    document.heading(2, "4. Writes wait because a flip was cut short");
    document.paragraph(
        "The tool died inside a flip, and the side it led to cannot be reached. If that side's row has"
            + " not the higher epoch (or cannot be asked and never will), on the side that can:");
    document.code(
        "sql",
        "-- on the side that can be reached\nUPDATE "
            + EPOCH
            + " SET closing = 0 WHERE migration = "
            + text()
            + ";");
  }

  private void tidy() {
    document.heading(2, "5. Afterwards: let go of the log");
    document.paragraph("A slot that nobody reads fills the disk of a PostgreSQL side.");
    document.code("sql", String.join("\n", slots()));
  }

  private List<String> slots() {
    var sql = new ArrayList<String>();
    for (Endpoint endpoint : List.of(file.source(), file.target())) {
      String side = endpoint.equals(file.source()) ? "the source" : "the target";
      if (endpoint.engine().equals("postgresql")) {
        sql.add(
            "-- on "
                + side
                + "\nSELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                + " slot_name LIKE 'migration_planner_%' AND NOT active;");
      } else {
        sql.add("-- on " + side + ": nothing; its log expires by itself");
      }
    }
    return sql;
  }

  private List<String> counts() {
    var lines = new ArrayList<String>();
    for (PlannedTable table : plan.tables()) {
      lines.add(
          "SELECT '"
              + table.source().replace("'", "''")
              + "', count(*) FROM "
              + quoted(file.source(), table.source())
              + "; -- source");
      lines.add(
          "SELECT '"
              + table.source().replace("'", "''")
              + "', count(*) FROM "
              + quoted(file.target(), table.target())
              + "; -- target");
    }
    return lines;
  }

  private static String quoted(Endpoint endpoint, String table) {
    return endpoint.engine().equals("postgresql")
        ? "\"" + endpoint.schema() + "\".\"" + table.replace("\"", "\"\"") + "\""
        : "`" + endpoint.database() + "`.`" + table.replace("`", "``") + "`";
  }

  private static List<String> stopWriters(Endpoint endpoint) {
    return endpoint.engine().equals("postgresql")
        ? List.of(
            "ALTER DATABASE \""
                + endpoint.database()
                + "\" SET default_transaction_read_only = on;",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + endpoint.database()
                + "' AND pid <> pg_backend_pid();")
        : List.of(
            "SET GLOBAL read_only = ON;", "-- then end the sessions that SHOW PROCESSLIST names");
  }

  private static List<String> letWrite(Endpoint endpoint) {
    return endpoint.engine().equals("postgresql")
        ? List.of(
            writable(endpoint).strip(),
            "ALTER DATABASE \"" + endpoint.database() + "\" RESET default_transaction_read_only;")
        : List.of("SET GLOBAL read_only = OFF;");
  }

  private static List<String> unchecked(Endpoint endpoint) {
    return endpoint.engine().equals("postgresql")
        ? List.of(
            "SET session_replication_role = replica; -- before",
            "SET session_replication_role = origin; -- after")
        : List.of("SET foreign_key_checks = 0; -- before", "SET foreign_key_checks = 1; -- after");
  }

  private String letIn() {
    String said =
        plan.steps().stream()
            .filter(s -> s.id().equals("5.1"))
            .map(Plan.Step::rollback)
            .findFirst()
            .orElse(LatePhases.AS_THEY_WERE);
    return said.equals(LatePhases.AS_THEY_WERE)
        ? "-- the plan shut nobody out; whoever was shut out by hand: let them in as they were"
        : said.replace("; ", ";\n") + ";";
  }
}
