package dev.migrationplanner.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is copied. The data are a function of the row's number, so that every run has the same.
 *
 * @param pipeSelect what the C client selects of a table, in a spelling that COPY reads
 * @param pipeTable the target's table for the C pipe, without keys
 * @param pipeKeys what the pipe's table gets after the data
 */
record BenchCase(
    String name,
    long rows,
    List<String> tables,
    List<String> sourceStatements,
    String pipeSelect,
    String pipeTable,
    List<String> pipeKeys) {

  BenchCase {
    tables = List.copyOf(tables);
    sourceStatements = List.copyOf(sourceStatements);
    pipeKeys = List.copyOf(pipeKeys);
  }

  String description() {
    return name + ", " + rows + " rows in " + tables.size() + " table(s)";
  }

  /** A case by its name; 0 rows = as many as the targets speak of. */
  static BenchCase of(String name, long rows) {
    return switch (name) {
      case "users" -> users(rows == 0 ? 2_000_000 : rows);
      case "narrow" -> narrow(rows == 0 ? 10_000_000 : rows);
      case "wide" -> wide(rows == 0 ? 20_000 : rows);
      case "many" -> many(rows == 0 ? 200_000 : rows);
      case "large" -> large(rows == 0 ? 6 : rows);
      default ->
          throw new IllegalArgumentException(
              "there is no case " + name + "; there are users, narrow, wide, many, large");
    };
  }

  private static BenchCase users(long rows) {
    String create =
        """
        CREATE TABLE users (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
          email VARCHAR(120) NOT NULL, name VARCHAR(80) NOT NULL, about VARCHAR(200),
          balance DECIMAL(12,2) NOT NULL, active TINYINT(1) NOT NULL, born DATETIME NOT NULL,
          created_at TIMESTAMP NOT NULL DEFAULT '2020-01-01 00:00:00', settings JSON,
          UNIQUE KEY email (email), KEY created_at (created_at))""";
    String fill =
        """
        INSERT INTO users SELECT seq, concat('user', seq, '@', left(md5(seq), 8), '.example.org'),
          concat(elt(1 + seq MOD 7, 'Ada', 'Grace', 'Zoë', 'Łukasz', 'Edsger', '李', 'Barbara'), ' ', left(md5(seq + 1), 12)),
          IF(seq MOD 10 = 0, NULL, concat(md5(seq + 2), md5(seq + 3), md5(seq + 4))),
          (CAST(seq * 7919 MOD 10000000 AS SIGNED) - 2000000) / 100, seq MOD 2,
          '1950-01-01 00:00:00' + INTERVAL (seq * 104729 MOD 1500000000) SECOND,
          '2020-01-01 00:00:00' + INTERVAL (seq * 15485863 MOD 150000000) SECOND,
          json_object('theme', elt(1 + seq MOD 3, 'dark', 'light', 'auto'), 'visits', seq MOD 1000,
            'tags', json_array(left(md5(seq + 5), 6), left(md5(seq + 6), 6)))
        FROM seq_1_to_%d"""
            .formatted(rows);
    return new BenchCase(
        "users",
        rows,
        List.of("users"),
        List.of(create, fill, "ANALYZE TABLE users"),
        "SELECT * FROM users",
        "CREATE TABLE users (id numeric(20) NOT NULL, email varchar(120) NOT NULL, name varchar(80)"
            + " NOT NULL, about varchar(200), balance numeric(12,2) NOT NULL, active smallint NOT"
            + " NULL, born timestamp NOT NULL, created_at timestamptz NOT NULL, settings json)",
        List.of(
            "ALTER TABLE users ADD PRIMARY KEY (id)",
            "CREATE UNIQUE INDEX ON users (email)",
            "CREATE INDEX ON users (created_at)"));
  }

  private static BenchCase narrow(long rows) {
    return new BenchCase(
        "narrow",
        rows,
        List.of("narrow"),
        List.of(
            "CREATE TABLE narrow (id INT NOT NULL PRIMARY KEY, a INT NOT NULL, b INT NOT NULL)",
            "INSERT INTO narrow SELECT seq, seq * 7919 MOD 1000003, -CAST(seq MOD 1000 AS SIGNED) FROM seq_1_to_%d"
                .formatted(rows),
            "ANALYZE TABLE narrow"),
        "SELECT * FROM narrow",
        "CREATE TABLE narrow (id int NOT NULL, a int NOT NULL, b int NOT NULL)",
        List.of("ALTER TABLE narrow ADD PRIMARY KEY (id)"));
  }

  private static BenchCase wide(long rows) {
    String texts =
        String.join(
            ", ", IntStream.rangeClosed(1, 20).mapToObj(i -> "t" + i + " VARCHAR(100)").toList());
    String numbers =
        String.join(", ", IntStream.rangeClosed(1, 20).mapToObj(i -> "n" + i + " INT").toList());
    String values =
        String.join(
            ", ",
            IntStream.rangeClosed(1, 40)
                .mapToObj(i -> i <= 20 ? "md5(seq + " + i + ")" : "seq * " + i + " MOD 99991")
                .toList());
    String blob = "repeat(unhex(sha2(seq, 512)), 256)";
    return new BenchCase(
        "wide",
        rows,
        List.of("wide"),
        List.of(
            "CREATE TABLE wide (id BIGINT NOT NULL PRIMARY KEY, %s, %s, picture MEDIUMBLOB NOT NULL)"
                .formatted(texts, numbers),
            "INSERT INTO wide SELECT seq, %s, %s FROM seq_1_to_%d".formatted(values, blob, rows),
            "ANALYZE TABLE wide"),
        "SELECT id, %s, %s, concat('\\\\x', hex(picture)) FROM wide"
            .formatted(
                String.join(", ", IntStream.rangeClosed(1, 20).mapToObj(i -> "t" + i).toList()),
                String.join(", ", IntStream.rangeClosed(1, 20).mapToObj(i -> "n" + i).toList())),
        "CREATE TABLE wide (id bigint NOT NULL, %s, %s, picture bytea NOT NULL)"
            .formatted(texts, numbers),
        List.of("ALTER TABLE wide ADD PRIMARY KEY (id)"));
  }

  /** Rows of 64 MB, the largest that a heap of 256 MiB is to take. */
  private static BenchCase large(long rows) {
    return new BenchCase(
        "large",
        rows,
        List.of("large"),
        List.of(
            "CREATE TABLE large (id INT NOT NULL PRIMARY KEY, content LONGBLOB NOT NULL)",
            "INSERT INTO large SELECT seq, repeat(unhex(sha2(seq, 512)), 1000000) FROM seq_1_to_%d"
                .formatted(rows),
            "ANALYZE TABLE large"),
        "SELECT id, concat('\\\\x', hex(content)) FROM large",
        "CREATE TABLE large (id int NOT NULL, content bytea NOT NULL)",
        List.of("ALTER TABLE large ADD PRIMARY KEY (id)"));
  }

  private static BenchCase many(long rows) {
    int tables = 200;
    var names = IntStream.rangeClosed(1, tables).mapToObj(i -> "film_" + i).toList();
    var statements = new ArrayList<String>();
    for (String name : names) {
      statements.add(
          """
          CREATE TABLE %s (film_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
            title VARCHAR(128) NOT NULL, description TEXT, release_year INT,
            rental_rate DECIMAL(4,2) NOT NULL DEFAULT 4.99, length SMALLINT UNSIGNED,
            last_update TIMESTAMP NOT NULL DEFAULT '2020-01-01 00:00:00',
            KEY title (title), KEY release_year (release_year))"""
              .formatted(name));
      statements.add(
          """
          INSERT INTO %s SELECT seq, concat('FILM ', md5(seq)), concat('A story of ', md5(seq + 1), ' and ', md5(seq + 2)),
            1990 + seq MOD 30, 0.99 + seq MOD 5, 60 + seq MOD 90, '2020-01-01 00:00:00' + INTERVAL seq HOUR
          FROM seq_1_to_%d"""
              .formatted(name, rows / tables));
    }
    return new BenchCase(
        "many",
        rows,
        names,
        statements,
        "SELECT * FROM %s",
        "CREATE TABLE %s (film_id int NOT NULL, title varchar(128) NOT NULL, description text,"
            + " release_year int, rental_rate numeric(4,2), length int, last_update timestamptz)",
        List.of(
            "ALTER TABLE %s ADD PRIMARY KEY (film_id)",
            "CREATE INDEX ON %s (title)", "CREATE INDEX ON %s (release_year)"));
  }
}
