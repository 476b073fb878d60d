package dev.migrationplanner.database;

/**
 * Something a server must have.
 *
 * @param id stable, e.g. {@code mysql.binlog-format}
 * @param met whether it has it
 * @param what what is required, in a sentence
 * @param found what was found
 * @param remedy the exact setting or GRANT that mends it; "" if met
 */
public record Requirement(String id, boolean met, String what, String found, String remedy) {}
