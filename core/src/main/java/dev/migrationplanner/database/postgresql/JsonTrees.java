package dev.migrationplanner.database.postgresql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * What jsonb keeps of a document, and what it would drop in silence: the second of two members with
 * one name.
 */
final class JsonTrees {

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * A document with each number as {@code d.dE0}, members by their bytes, no blanks: as MariaDB's
   * JSON_NORMALIZE writes it. Made where it is missing, since CREATE OR REPLACE fails beside
   * another.
   */
  static final String NORMAL =
      """
      DO $make$ BEGIN
      IF to_regprocedure('migration_planner.json_normal(jsonb)') IS NULL THEN
        CREATE FUNCTION migration_planner.json_normal(j jsonb) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $normal$
        DECLARE
          n numeric; t text; digits text; place int;
        BEGIN
          CASE jsonb_typeof(j)
            WHEN 'object' THEN
              RETURN '{' || coalesce((SELECT string_agg(to_json(key)::text || ':'
                || migration_planner.json_normal(value), ',' ORDER BY key COLLATE "C")
                FROM jsonb_each(j)), '') || '}';
            WHEN 'array' THEN
              RETURN '[' || coalesce((SELECT string_agg(migration_planner.json_normal(value), ','
                ORDER BY place_of) FROM jsonb_array_elements(j) WITH ORDINALITY
                AS e(value, place_of)), '') || ']';
            WHEN 'number' THEN
              n := (j #>> '{}')::numeric;
              IF n = 0 THEN RETURN '0.0E0'; END IF;
              t := trim_scale(abs(n))::text;
              digits := rtrim(ltrim(replace(t, '.', ''), '0'), '0');
              place := CASE WHEN split_part(t, '.', 1) <> '0' THEN length(split_part(t, '.', 1)) - 1
                ELSE length(ltrim(split_part(t, '.', 2), '0')) - length(split_part(t, '.', 2)) - 1
                END;
              RETURN CASE WHEN n < 0 THEN '-' ELSE '' END || left(digits, 1) || '.'
                || coalesce(nullif(substr(digits, 2), ''), '0') || 'E' || place;
            ELSE RETURN j::text;
          END CASE;
        END $normal$;
      END IF; END $make$""";

  private JsonTrees() {}

  /** Refuses what would not be the same tree there, or not be compared as the same. */
  static void check(byte[] text) throws IOException {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\\') {
        i++;
        if (i < text.length && (text[i] == 'u' || text[i] == '/')) {
          throw new ArithmeticException(
              "the document has an escape (\\u or \\/) that jsonb spells otherwise");
        }
      }
    }
    try (JsonParser parser = STRICT.createParser(text)) {
      while (parser.nextToken() != null) {
        // Only whether it can be read to its end.
      }
    } catch (JsonProcessingException e) {
      throw new ArithmeticException("the document has a member twice, or is none");
    }
  }
}
