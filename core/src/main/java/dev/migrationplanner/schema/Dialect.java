package dev.migrationplanner.schema;

/** Whose SQL a schema's native types, expressions and defaults are written in. */
public enum Dialect {
  MARIADB,
  MYSQL,
  POSTGRESQL
}
