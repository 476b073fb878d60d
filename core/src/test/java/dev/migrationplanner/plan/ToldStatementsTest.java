package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Workload.Statement;
import org.junit.jupiter.api.Test;

class ToldStatementsTest {

  @Test
  void guarantee_10_values_are_left_out_and_the_same_form_is_counted_once() {
    assertThat(
            ToldStatements.of(
                """
                SELECT * FROM t1 WHERE name = 'O''Hara' AND n = 17;
                SELECT * FROM t1 WHERE name = 'it\\'s' AND n = -2.5
                insert into `t2`
                  values (1, 'a', NULL), (2, 'b', NULL);
                -- a remark
                SET x = 1;
                DELETE FROM t1 WHERE id IN (1, 2, 3)
                """))
        .containsExactly(
            new Statement("DELETE FROM t1 WHERE id IN (?)", 1, 0, 0),
            new Statement("SELECT * FROM t1 WHERE name = ? AND n = ?", 2, 0, 0),
            new Statement("insert into `t2` values (?, ?, NULL), (?, ?, NULL)", 1, 0, 0));
  }
}
