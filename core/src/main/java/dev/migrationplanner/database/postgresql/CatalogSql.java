package dev.migrationplanner.database.postgresql;

/** The catalogue's queries; each takes the schema's name as its parameter. */
final class CatalogSql {

  private CatalogSql() {}

  /** Tables and partitioned tables; a partition is part of its root. */
  static final String TABLES =
      """
      SELECT c.oid, c.relname,
             CASE WHEN c.relkind = 'p' THEN 'partitioned'
                  WHEN c.relpersistence = 'u' THEN 'unlogged'
                  ELSE coalesce(am.amname, 'heap') END,
             coalesce(d.description, '')
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_am am ON am.oid = c.relam
      LEFT JOIN pg_description d
        ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relpersistence <> 't'
      ORDER BY c.relname COLLATE "C"
      """;

  static final String COLUMNS =
      """
      SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod,
             format_type(a.atttypid, a.atttypmod), a.attnotnull,
             pg_get_expr(ad.adbin, ad.adrelid), a.attidentity <> '', a.attgenerated <> '',
             EXISTS (SELECT FROM pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S'
                     WHERE p.classid = 'pg_catalog.pg_class'::regclass
                       AND p.refclassid = 'pg_catalog.pg_class'::regclass
                       AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum
                       AND p.deptype IN ('a', 'i')),
             coalesce(d.description, ''), a.attcollation
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
      LEFT JOIN pg_description d
        ON d.objoid = a.attrelid AND d.classoid = 'pg_catalog.pg_class'::regclass
       AND d.objsubid = a.attnum
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum
      """;

  /** One row a key part; a partial index, another method than btree and the like have one row. */
  static final String INDEXES =
      """
      SELECT i.indrelid, x.relname, i.indisprimary, i.indisunique,
             am.amname = 'btree' AND i.indpred IS NULL AND i.indisvalid AND i.indimmediate
               AND NOT coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
             pg_get_indexdef(i.indexrelid), k.n,
             pg_get_indexdef(i.indexrelid, k.n, true),
             (SELECT a.attname FROM pg_attribute a
              WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n - 1] AND a.attnum > 0),
             i.indoption[k.n - 1] & 1 = 1
      FROM pg_index i
      JOIN pg_class x ON x.oid = i.indexrelid
      JOIN pg_am am ON am.oid = x.relam
      JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS k(n)
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY i.indrelid, x.relname COLLATE "C", k.n
      """;

  static final String CONSTRAINTS =
      """
      SELECT o.conrelid, o.conname, o.contype::text,
             ARRAY(SELECT a.attname::text
                   FROM unnest(o.conkey) WITH ORDINALITY k(n, i)
                   JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.n
                   ORDER BY k.i),
             CASE WHEN f.relnamespace = c.relnamespace THEN f.relname
                  ELSE (SELECT q.nspname FROM pg_namespace q WHERE q.oid = f.relnamespace)
                       || '.' || f.relname END,
             ARRAY(SELECT a.attname::text
                   FROM unnest(o.confkey) WITH ORDINALITY k(n, i)
                   JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.n
                   ORDER BY k.i),
             o.confdeltype::text, o.confupdtype::text, pg_get_expr(o.conbin, o.conrelid)
      FROM pg_constraint o
      JOIN pg_class c ON c.oid = o.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_class f ON f.oid = o.confrelid
      WHERE n.nspname = ? AND o.contype IN ('f', 'c') AND o.conparentid = 0
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY o.conrelid, o.conname COLLATE "C"
      """;

  /** What is no table; members of extensions are the extension's. */
  static final String OTHERS =
      """
      WITH s AS (SELECT oid FROM pg_namespace WHERE nspname = ?),
           member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
      SELECT kind, name, definition FROM (
        SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED_VIEW' END AS kind,
               c.relname::text AS name, pg_get_viewdef(c.oid) AS definition
        FROM pg_class c, s WHERE c.relnamespace = s.oid AND c.relkind IN ('v', 'm')
          AND c.oid NOT IN (SELECT objid FROM member)
        UNION ALL
        SELECT 'TRIGGER', c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid, s
        WHERE c.relnamespace = s.oid AND NOT t.tgisinternal AND t.tgparentid = 0
        UNION ALL
        SELECT 'ROUTINE', p.oid::regprocedure::text,
               CASE WHEN p.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END
        FROM pg_proc p, s WHERE p.pronamespace = s.oid
          AND p.oid NOT IN (SELECT objid FROM member)
        UNION ALL
        SELECT 'SEQUENCE', c.relname::text,
               format('START %s INCREMENT %s MIN %s MAX %s CYCLE %s',
                      q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle)
        FROM pg_class c JOIN pg_sequence q ON q.seqrelid = c.oid, s
        WHERE c.relnamespace = s.oid AND NOT EXISTS (
          SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i', 'e')
            AND d.classid = 'pg_catalog.pg_class'::regclass)
        UNION ALL
        SELECT 'TYPE', t.typname::text,
               CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain over '
                 || format_type(t.typbasetype, t.typtypmod) WHEN 'r' THEN 'range'
                 WHEN 'm' THEN 'multirange' ELSE 'composite' END
        FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid, s
        WHERE t.typnamespace = s.oid AND t.typtype IN ('e', 'd', 'r', 'c')
          AND (t.typtype <> 'c' OR c.relkind = 'c') AND t.oid NOT IN (SELECT objid FROM member)
        UNION ALL
        SELECT 'EXTENSION', e.extname::text, e.extversion FROM pg_extension e, s
        WHERE e.extname <> 'plpgsql') o
      ORDER BY kind, name COLLATE "C"
      """;

  static final String TYPES =
      """
      SELECT t.oid, t.typname, t.typtype::text, t.typbasetype, t.typtypmod,
             format_type(t.oid, NULL),
             CASE WHEN t.typtype = 'e' THEN ARRAY(
               SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid
               ORDER BY e.enumsortorder) END,
             n.nspname = 'pg_catalog'
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE t.typtype IN ('b', 'd', 'e') AND (t.typcategory <> 'A' OR n.nspname = 'pg_catalog')
      """;

  static final String COLLATIONS =
      """
      SELECT c.oid, CASE WHEN n.nspname = 'pg_catalog' THEN quote_ident(c.collname)
                         ELSE quote_ident(n.nspname) || '.' || quote_ident(c.collname) END,
             c.collisdeterministic,
             coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', '')
      FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
      WHERE n.nspname <> 'pg_catalog' OR c.collname IN ('default', 'C', 'POSIX')
         OR c.oid IN (SELECT attcollation FROM pg_attribute)
      """;

  /** From statistics only: takes no lock, reads no file. A partitioned table is its partitions. */
  static final String SIZES =
      """
      SELECT root.relname, sum(greatest(part.reltuples, coalesce(st.n_live_tup, 0), 0))::bigint,
             sum(blocks.data)::bigint * current_setting('block_size')::bigint,
             sum(blocks.indexes)::bigint * current_setting('block_size')::bigint
      FROM pg_class root
      JOIN pg_namespace n ON n.oid = root.relnamespace
      JOIN LATERAL (
        SELECT root.oid WHERE root.relkind = 'r'
        UNION ALL
        SELECT p.relid FROM pg_partition_tree(root.oid) p WHERE root.relkind = 'p' AND p.isleaf
      ) leaf ON true
      JOIN pg_class part ON part.oid = leaf.oid
      LEFT JOIN pg_class toast ON toast.oid = part.reltoastrelid
      LEFT JOIN pg_stat_all_tables st ON st.relid = part.oid
      CROSS JOIN LATERAL (
        SELECT part.relpages::bigint + coalesce(toast.relpages, 0) AS data,
               coalesce((SELECT sum(x.relpages) FROM pg_index i JOIN pg_class x
                         ON x.oid = i.indexrelid WHERE i.indrelid = part.oid), 0) AS indexes
      ) blocks
      WHERE n.nspname = ? AND root.relkind IN ('r', 'p') AND NOT root.relispartition
      GROUP BY root.relname
      """;

  /**
   * The shape of some tables (second parameter: their names) as one hash: identity of the table,
   * columns, types, row security, whether it has a replica identity at all (which one is set by
   * ourselves), primary key.
   */
  static final String FINGERPRINT =
      """
      SELECT coalesce(md5(string_agg(part, E'\\n' ORDER BY part COLLATE "C")), 'none') FROM (
        SELECT concat_ws(' ', c.relname, c.oid, c.relkind, c.relrowsecurity,
                         c.relforcerowsecurity, c.relreplident = 'n',
                         (SELECT i.indkey::text FROM pg_index i
                          WHERE i.indrelid = c.oid AND i.indisprimary),
                         string_agg(concat_ws(':', a.attnum, a.attname, a.atttypid, a.atttypmod,
                                              a.attnotnull, a.attcollation, a.attgenerated),
                                    ',' ORDER BY a.attnum)) AS part
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = ? AND c.relname = ANY (?)
        GROUP BY c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
                 c.relreplident) shape
      """;

  /** Our writing sessions are replicas: of users' triggers only these fire in them. */
  static final String TRIGGERED =
      """
      SELECT DISTINCT c.relname FROM pg_trigger t
      JOIN pg_class c ON c.oid = t.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND NOT t.tgisinternal
        AND (t.tgenabled IN ('A', 'R')
             OR t.tgenabled = 'O' AND current_setting('session_replication_role') <> 'replica')
      ORDER BY 1
      """;

  static final String ACTIVITY =
      """
      SELECT coalesce(sum(t.n_tup_ins + t.n_tup_upd + t.n_tup_del), 0)::bigint,
             coalesce(sum(t.seq_tup_read + coalesce(t.idx_tup_fetch, 0)), 0)::bigint,
             (SELECT xact_commit + xact_rollback FROM pg_stat_database
              WHERE datname = current_database()),
             CASE WHEN pg_is_in_recovery() THEN 0
                  ELSE pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint END
      FROM pg_stat_all_tables t WHERE t.schemaname = ?
      """;
}
