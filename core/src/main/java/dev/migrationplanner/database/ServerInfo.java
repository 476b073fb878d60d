package dev.migrationplanner.database;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a server is.
 *
 * @param product MariaDB, MySQL or PostgreSQL
 * @param version as it prints it
 * @param identity what tells this server's history from another's: server UUID / system identifier
 *     and timeline; saved in checkpoints
 * @param settings the settings that matter to a migration, by name
 */
public record ServerInfo(
    String product, String version, String identity, Map<String, String> settings) {

  public ServerInfo {
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
  }
}
