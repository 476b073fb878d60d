package dev.migrationplanner.plan;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.plan.Plan.PlannedTable;
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
        "SELECT epoch, authority, stage, closing FROM "
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
    document.code("sql", String.join("\n", stopWriters(file.target())));
    document.paragraph(
        "b. Find the tables that differ: run each line on both sides, and put the numbers side by"
            + " side.");
    document.code("sql", String.join("\n", counts()));
    document.paragraph(
        "Equal counts do not prove equal rows: where a table has a column that tells when a row was"
            + " changed, compare its maximum too; where it has none, carry the table over whole.");
    carry();
    document.paragraph("d. Set the counters ahead on the source, past what the target gave out.");
    document.paragraph(
        "e. Make the source the authority: on both sides, the source's row last. The library follows"
            + " it without the control plane.");
    document.code(
        "sql",
        "UPDATE "
            + EPOCH
            + " SET epoch = epoch + 1, authority = 'SOURCE', stage = 'OFF', read_share = 0, closing ="
            + " 0 WHERE migration = "
            + text()
            + ";");
    document.paragraph("f. Let writers of the source in again:");
    document.code("sql", letIn());
    document.paragraph("g. Begin the application.");
  }

  private void carry() {
    boolean back =
        file.target().engine().equals("postgresql") && !file.source().engine().equals("postgresql");
    if (back) {
      document.paragraph(
          "c. Carry the differing tables over whole, each by two commands: the file holds numbers and"
              + " hexadecimal text, so that nothing is escaped. Triggers of the source fire: disable"
              + " those that write. Passwords are asked for.");
      document.code("sh", String.join("\n", commands()));
      return;
    }
    document.paragraph(
        "c. Carry the differing tables over with an export of your own, parents before children, foreign"
            + " keys unchecked while you do. Columns that need care are those of the loss ledger in"
            + " PLAN.md whose types differ. On the source, before and after:");
    document.code("sql", String.join("\n", unchecked(file.source())));
  }

  private List<String> commands() {
    Endpoint t = file.target();
    Endpoint s = file.source();
    String target =
        "-h " + t.host() + " -p " + t.port() + " -U " + t.user() + " -d " + t.database();
    String source =
        "-h " + s.host() + " -P " + s.port() + " -u " + s.user() + " -p -D " + s.database();
    return mapping.tables().stream()
        .flatMap(m -> CarryBack.of(m, t.schema()).commands(target, source).stream())
        .toList();
  }

  private void closing() {
    document.heading(2, "4. Writes wait because a flip was cut short");
    document.paragraph(
        "The tool died inside a flip, and the side it led to cannot be reached. If that side's row has"
            + " not the higher epoch (or cannot be asked and never will), on the side that can:");
    document.code("sql", "UPDATE " + EPOCH + " SET closing = 0 WHERE migration = " + text() + ";");
  }

  private void tidy() {
    document.heading(2, "5. Afterwards: let go of the log");
    document.paragraph("A slot that nobody reads fills the disk of a PostgreSQL side.");
    document.code("sql", String.join("\n", slots()));
  }

  private List<String> slots() {
    var sql = new ArrayList<String>();
    for (Endpoint endpoint : List.of(file.source(), file.target())) {
      if (endpoint.engine().equals("postgresql")) {
        sql.add(
            "-- on "
                + endpoint
                + "\nSELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                + " slot_name LIKE 'migration_planner_%' AND NOT active;");
      } else {
        sql.add("-- on " + endpoint + ": nothing; its log expires by itself");
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

  private static List<String> unchecked(Endpoint endpoint) {
    return endpoint.engine().equals("postgresql")
        ? List.of(
            "SET session_replication_role = replica; -- before",
            "SET session_replication_role = origin; -- after")
        : List.of("SET foreign_key_checks = 0; -- before", "SET foreign_key_checks = 1; -- after");
  }

  private String letIn() {
    return plan.steps().stream()
        .filter(s -> s.id().equals("5.1"))
        .map(s -> s.rollback().replace("; ", ";\n") + ";")
        .findFirst()
        .orElse("-- nobody was shut out");
  }
}
