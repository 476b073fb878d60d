package dev.migrationplanner.database.mysql;

/** The queries on information_schema; each reads one kind of thing of a whole database. */
final class CatalogSql {

  static final String TABLES =
      """
      SELECT table_name, table_type, engine, table_comment, create_options
      FROM information_schema.tables
      WHERE table_schema = ? AND table_type <> 'VIEW'
      ORDER BY table_name""";

  static final String COLUMNS =
      """
      SELECT table_name, column_name, column_default, is_nullable, data_type,
             character_maximum_length, numeric_precision, numeric_scale, datetime_precision,
             collation_name, column_type, extra, column_comment, generation_expression
      FROM information_schema.columns
      WHERE table_schema = ?
      ORDER BY table_name, ordinal_position""";

  static final String INDEXES_MARIADB =
      """
      SELECT table_name, index_name, non_unique, column_name, collation, sub_part, index_type,
             NULL AS expression
      FROM information_schema.statistics
      WHERE table_schema = ?
      ORDER BY table_name, index_name, seq_in_index""";

  static final String INDEXES_MYSQL = INDEXES_MARIADB.replace("NULL AS expression", "expression");

  static final String FOREIGN_KEYS =
      """
      SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema,
             k.referenced_table_name, k.referenced_column_name, r.delete_rule, r.update_rule
      FROM information_schema.key_column_usage k
      JOIN information_schema.referential_constraints r
        ON r.constraint_schema = k.constraint_schema AND r.table_name = k.table_name
       AND r.constraint_name = k.constraint_name
      WHERE k.table_schema = ? AND k.constraint_schema = ? AND r.constraint_schema = ?
        AND k.referenced_table_name IS NOT NULL
      ORDER BY k.table_name, k.constraint_name, k.ordinal_position""";

  static final String CHECKS_MARIADB =
      """
      SELECT table_name, constraint_name, check_clause
      FROM information_schema.check_constraints
      WHERE constraint_schema = ?
      ORDER BY table_name, constraint_name""";

  static final String CHECKS_MYSQL =
      """
      SELECT t.table_name, c.constraint_name, c.check_clause
      FROM information_schema.check_constraints c
      JOIN information_schema.table_constraints t
        ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
      WHERE c.constraint_schema = ? AND t.constraint_type = 'CHECK' AND t.enforced = 'YES'
      ORDER BY t.table_name, c.constraint_name""";

  static final String VIEWS =
      """
      SELECT table_name, view_definition FROM information_schema.views
      WHERE table_schema = ? ORDER BY table_name""";

  static final String TRIGGERS =
      """
      SELECT trigger_name,
             CONCAT(action_timing, ' ', event_manipulation, ' ON `', event_object_table, '`: ',
                    action_statement)
      FROM information_schema.triggers
      WHERE trigger_schema = ? ORDER BY trigger_name""";

  static final String ROUTINES =
      """
      SELECT routine_name, CONCAT(routine_type, ': ', COALESCE(routine_definition, ''))
      FROM information_schema.routines
      WHERE routine_schema = ? ORDER BY routine_name, routine_type""";

  static final String EVENTS =
      """
      SELECT event_name, event_definition FROM information_schema.events
      WHERE event_schema = ? ORDER BY event_name""";

  static final String SEQUENCES =
      """
      SELECT table_name, 'SEQUENCE' FROM information_schema.tables
      WHERE table_schema = ? AND table_type = 'SEQUENCE' ORDER BY table_name""";

  static final String SIZES =
      """
      SELECT table_name, table_rows, data_length, index_length
      FROM information_schema.tables
      WHERE table_schema = ? AND table_type <> 'VIEW'""";

  static final String SHAPE =
      """
      SELECT table_name, CONCAT(LPAD(ordinal_position, 5, '0'), column_name), column_type,
             is_nullable, collation_name, extra, generation_expression
      FROM information_schema.columns
      WHERE table_schema = ? AND table_name IN (%1$s)
      UNION ALL
      SELECT table_name, CONCAT('key ', index_name, ' ', LPAD(seq_in_index, 5, '0')), column_name,
             sub_part, NULL, NULL, NULL
      FROM information_schema.statistics
      WHERE table_schema = ? AND table_name IN (%1$s) AND non_unique = 0
      ORDER BY 1, 2""";

  static final String TRIGGERED =
      """
      SELECT DISTINCT event_object_table FROM information_schema.triggers
      WHERE event_object_schema = ? ORDER BY 1""";

  private CatalogSql() {}
}
