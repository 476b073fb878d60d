package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.TableView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Which tables the log speaks of: those of the migration that have a key, and our marker rows. */
final class Publication {

  private static final String TABLES =
      """
      SELECT n.nspname || '.' || c.relname
      FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
      JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE p.pubname = ? AND p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate
      """;

  /** What an UPDATE or DELETE logs of the old row, and the index it goes by. */
  private static final String REPLICA_IDENTITY =
      """
      SELECT c.relreplident::text,
             (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
              WHERE i.indrelid = c.oid AND i.indisreplident)
      FROM pg_class c WHERE c.oid = ?::regclass
      """;

  private final LogNames names;
  private final String schema;
  private final List<TableView> tables;

  Publication(LogNames names, String schema, List<TableView> tables) {
    this.names = names;
    this.schema = schema;
    this.tables = tables.stream().filter(t -> !t.key().isEmpty()).toList();
  }

  /** Whether it is there and speaks of all that is wanted. */
  boolean whole(Connection connection) throws SQLException {
    var wanted = new HashSet<String>();
    tables.forEach(t -> wanted.add(schema + "." + t.name()));
    wanted.add("migration_planner.hop");
    return published(connection).containsAll(wanted);
  }

  private Set<String> published(Connection connection) throws SQLException {
    var published = new HashSet<String>();
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setString(1, names.publication());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          published.add(row.getString(1));
        }
      }
    }
    return published;
  }

  /** Makes it anew. The replica identity comes first: without one, published UPDATEs fail. */
  void create(Connection connection) throws SQLException {
    var list = new StringJoiner(", ");
    for (TableView table : tables) {
      list.add(identify(connection, table));
    }
    list.add("migration_planner.hop");
    drop(connection);
    execute(
        connection,
        "CREATE PUBLICATION "
            + names.publicationSql()
            + " FOR TABLE "
            + list
            + " WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root)");
  }

  private String identify(Connection connection, TableView table) throws SQLException {
    String name = new TableSql(schema, table).name();
    var found = new ArrayList<String>(2);
    try (PreparedStatement statement = connection.prepareStatement(REPLICA_IDENTITY)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        found.add(row.getString(1));
        found.add(String.valueOf(row.getString(2)));
      }
    }
    boolean byPrimaryKey = table.table().primaryKey() != null;
    String key = table.table().identifyingKey().orElseThrow().name();
    boolean enough =
        found.get(0).equals("f")
            || (byPrimaryKey && found.get(0).equals("d"))
            || (found.get(0).equals("i") && found.get(1).equals(key));
    if (!enough) {
      execute(
          connection,
          "ALTER TABLE "
              + name
              + " REPLICA IDENTITY "
              + (byPrimaryKey ? "DEFAULT" : "USING INDEX " + Quoting.DOUBLE.quote(key)));
    }
    return name;
  }

  void drop(Connection connection) throws SQLException {
    execute(connection, "DROP PUBLICATION IF EXISTS " + names.publicationSql());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
