package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl;
import java.sql.Connection;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Views and triggers are tried on the target one by one, and nothing of it stays. */
final class TrialTest {

  private static final String[] SOURCE = {
    "CREATE TABLE film (id int PRIMARY KEY, title varchar(50), rating enum('G','R'), made datetime)",
    "CREATE VIEW names AS SELECT id, concat(ifnull(title, '-'), ' (', rating, ')') AS name FROM film",
    "CREATE VIEW a_view_over_a_view AS SELECT count(*) AS films FROM names WHERE id > 7",
    "CREATE VIEW lists AS SELECT group_concat(title SEPARATOR ', ') AS titles FROM film",
    "CREATE TRIGGER film_made BEFORE INSERT ON film FOR EACH ROW SET NEW.made = NOW()",
    """
    CREATE TRIGGER film_title AFTER UPDATE ON film FOR EACH ROW
    BEGIN
      IF old.title != new.title OR old.id != new.id THEN
        DELETE FROM film WHERE title = "it's";
      END IF;
    END""",
    "CREATE TRIGGER film_gone BEFORE DELETE ON film FOR EACH ROW SET @gone = old.id",
    "CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2",
    "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM film"
  };

  @Test
  void each_object_that_is_no_table_is_tried_or_told_why_not_and_nothing_stays() throws Exception {
    try (Crossing crossing = Crossing.of(Site.mariaDb(), Site.postgres(), SOURCE)) {
      String schemas = "SELECT nspname FROM pg_namespace ORDER BY 1";
      var before = crossing.rowsOnTarget(schemas);
      Map<String, Ddl.Tried> tried;
      try (Connection connection = crossing.target.connect(Use.CREATE)) {
        tried =
            crossing
                .target
                .ddl()
                .tryOut(
                    connection,
                    crossing.sourceSchema,
                    crossing.source.ddl().dialect(),
                    java.util.Map.of())
                .stream()
                .collect(Collectors.toMap(t -> t.object().name(), t -> t));
        assertThat(connection.getAutoCommit()).isTrue();
      }
      assertThat(tried.values().stream().filter(Ddl.Tried::made).map(t -> t.object().name()))
          .containsExactlyInAnyOrder("names", "a_view_over_a_view", "film_made", "film_title");
      assertThat(outcome(tried, "lists")).startsWith("the target refuses it: ").contains("42601");
      assertThat(outcome(tried, "film_gone")).startsWith("the target refuses it: ");
      assertThat(outcome(tried, "twice")).startsWith("not tried: its body");
      assertThat(outcome(tried, "nightly")).startsWith("not tried: PostgreSQL has no events");
      assertThat(crossing.rowsOnTarget(schemas)).isEqualTo(before);
    }
  }

  private static String outcome(Map<String, Ddl.Tried> tried, String name) {
    return tried.getOrDefault(name, tried.values().iterator().next()).outcome();
  }
}
