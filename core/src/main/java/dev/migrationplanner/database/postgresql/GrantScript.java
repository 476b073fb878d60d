package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Quoting;
import java.util.List;

/** What a DBA runs so that the product's role can do its work: no more than the preflight asks. */
final class GrantScript {

  private GrantScript() {}

  static List<String> of(Endpoint endpoint) {
    String role = Quoting.DOUBLE.quote(endpoint.user());
    String database = Quoting.DOUBLE.quote(endpoint.database());
    String schema = Quoting.DOUBLE.quote(endpoint.schema());
    return List.of(
        "CREATE ROLE "
            + role
            + " LOGIN REPLICATION PASSWORD '<the password that "
            + endpoint.password().reference()
            + " gives>'",
        "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE " + database + " TO " + role,
        "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + role,
        "GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + role,
        "GRANT SET ON PARAMETER session_replication_role TO " + role,
        "CREATE SCHEMA IF NOT EXISTS migration_planner AUTHORIZATION " + role,
        "-- as a source, tables are published by a member of their owner: GRANT <owner of the tables>"
            + " TO "
            + role);
  }
}
