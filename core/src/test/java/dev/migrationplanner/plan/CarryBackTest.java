package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.copy.Copier;
import dev.migrationplanner.copy.CopyOptions;
import dev.migrationplanner.copy.TargetSchema;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.survey.Survey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** The last resort's own statements bring every row back, value by value, with the tool gone. */
class CarryBackTest {

  private static final List<String> ZOO =
      List.of(
          "SET sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00', NAMES utf8mb4",
          """
          CREATE TABLE zoo (id BIGINT UNSIGNED PRIMARY KEY, yes TINYINT(1), flag BIT(1), bits BIT(10), u INT UNSIGNED,
            price DECIMAL(12,2), f FLOAT, d DOUBLE, name VARCHAR(80) CHARACTER SET utf8mb4, fix CHAR(5), body TEXT CHARACTER SET utf8mb4,
            raw BLOB, key16 BINARY(4), day DATE, at DATETIME(6), seen TIMESTAMP(3) NULL, t TIME(3), y YEAR,
            e ENUM('a','b\\\\c','d''e'), s SET('x','y','z'), doc JSON, place POINT)""",
          """
          INSERT INTO zoo VALUES (18446744073709551615, 2, b'1', b'1000000001', 4294967295, -12345.67, 16777217, 0.1, CONCAT('tab\tfeed\f', CHAR(11), '\\\\back'),
            'ab', 'line\nbreak \\N \r\n €𝄞', UNHEX('00FF5C0A'), UNHEX('00010203'), '1815-12-10', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999',
            '-838:59:59.000', 2155, 'd''e', 'x,z', '{"b": 1, "a": [1.50, "é"]}', POINT(1, 2))""",
          "INSERT INTO zoo (id) VALUES (1)",
          "INSERT INTO zoo (id, name, body, raw, e, s) VALUES (2, '', '', '', 'a', '')");

  @TempDir Path directory;

  @Test
  void guarantee2EveryRowComesBackByPlainCommandsWithTheToolGone() throws Exception {
    String from = SharedServers.freshDatabase(SharedServers.mariaDb(), "carry");
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "carry");
    try (Connection mariaDb = SharedServers.mariaDb().dataSource(from).getConnection();
        Statement source = mariaDb.createStatement()) {
      for (String sql : ZOO) {
        source.execute(sql);
      }
      String before = checksum(source);
      MigrationFile file = file(from, to);
      CarryBack carry = copied(file);
      source.execute("DELETE FROM zoo");
      source.execute("SET sql_mode = 'STRICT_ALL_TABLES'");
      assertThat(checksum(source)).isNotEqualTo(before);
      Path tsv = export(to, carry);
      source.execute("LOAD DATA INFILE '" + tsv + "' " + carry.load());
      assertThat(checksum(source)).isEqualTo(before);
    }
  }

  private Path export(String database, CarryBack carry) throws Exception {
    Path shared = Files.createTempDirectory("carry");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path tsv = shared.resolve("zoo.tsv");
    try (Connection connection = SharedServers.postgres().dataSource(database).getConnection();
        var out = Files.newOutputStream(tsv)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (" + carry.export() + ") TO STDOUT", out);
    }
    Files.setPosixFilePermissions(tsv, PosixFilePermissions.fromString("rw-r--r--"));
    return tsv;
  }

  private static CarryBack copied(MigrationFile file) throws Exception {
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {});
      var control = new ControlTables(target.controlSql(), file.migration());
      new TargetSchema(target, facts.conversion().schema(), told -> {}).create(control);
      try (Connection connection = target.connect(Use.WRITE)) {
        control.epoch().put(connection, new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false));
      }
      var copier = new Copier(source, target, control, CopyOptions.DEFAULT);
      var tables = facts.mapping().tables();
      var progress = copier.progress(tables);
      copier.copy(tables, 1, progress);
      assertThat(progress.rows()).isEqualTo(3);
      try (Connection connection = target.connect(Use.CREATE)) {
        control.remove(connection);
      }
      return CarryBack.of(tables.get(0), file.target().schema());
    }
  }

  private static String checksum(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("CHECKSUM TABLE zoo")) {
      row.next();
      return row.getString(2);
    }
  }

  private MigrationFile file(String from, String to) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: carry
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms}
        """
            .formatted(
                SharedServers.mariaDb().port(),
                from,
                SharedServers.mariaDb().user(),
                secret,
                SharedServers.postgres().port(),
                to,
                SharedServers.postgres().user(),
                secret));
  }
}
