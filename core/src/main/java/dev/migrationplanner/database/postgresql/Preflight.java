package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Requirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks whether server and grants are enough for some uses. Changes nothing. */
final class Preflight {

  private Preflight() {}

  static List<Requirement> check(
      Connection connection, Endpoint endpoint, ServerFacts facts, Set<Use> uses)
      throws SQLException {
    var found = new ArrayList<Requirement>();
    found.add(primary(connection));
    found.add(encoding(connection));
    var grants = new Grants(connection, endpoint);
    if (uses.contains(Use.READ)) {
      found.add(grants.read());
      found.add(grants.rowSecurity());
    }
    if (uses.contains(Use.LOG)) {
      found.addAll(new LogRequirements(connection, endpoint, facts).all());
      found.add(grants.logged());
      found.add(grants.publication());
    }
    if (uses.contains(Use.WRITE)) {
      found.addAll(grants.write());
      found.add(grants.replicationRole(facts.mayReplicate()));
      found.add(durable(connection));
    }
    if (uses.contains(Use.CREATE)) {
      found.add(grants.create());
    }
    return List.copyOf(found);
  }

  /** One requirement; the remedy is told only where it is needed. */
  static Requirement of(String id, boolean met, String what, String found, String remedy) {
    return new Requirement("postgresql." + id, met, what, found, met ? "" : remedy);
  }

  private static Requirement primary(Connection connection) throws SQLException {
    boolean standby = ServerFacts.one(connection, "SELECT pg_is_in_recovery()").equals("t");
    return of(
        "primary",
        !standby,
        "the server is a primary: a standby's snapshots and log do not match",
        standby ? "a standby" : "a primary",
        "connect to the primary");
  }

  private static Requirement encoding(Connection connection) throws SQLException {
    String encoding = ServerFacts.one(connection, "SHOW server_encoding");
    return of(
        "encoding",
        encoding.equals("UTF8"),
        "the database stores text as UTF-8",
        encoding,
        "create the database anew with ENCODING 'UTF8'");
  }

  private static Requirement durable(Connection connection) throws SQLException {
    String fsync = ServerFacts.one(connection, "SHOW fsync");
    String pages = ServerFacts.one(connection, "SHOW full_page_writes");
    String commit = ServerFacts.one(connection, "SHOW synchronous_commit");
    String standbys = ServerFacts.one(connection, "SHOW synchronous_standby_names");
    return of(
        "durable",
        fsync.equals("on") && pages.equals("on") && !commit.equals("off"),
        "what is committed survives a crash",
        "fsync=%s, full_page_writes=%s, synchronous_commit=%s, synchronous_standby_names='%s'"
            .formatted(fsync, pages, commit, standbys),
        "ALTER SYSTEM SET fsync = on; ALTER SYSTEM SET full_page_writes = on;"
            + " ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf()");
  }
}
