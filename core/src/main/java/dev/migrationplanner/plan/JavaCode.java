package dev.migrationplanner.plan;

import dev.migrationplanner.plan.TableCode.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One table's Java, on the library. */
final class JavaCode {

  private static final String TEXT =
      """
      package migration;

      import dev.migrationplanner.client.Comparison;
      import dev.migrationplanner.client.Migration;
      import dev.migrationplanner.client.RowKey;
      import dev.migrationplanner.client.Side;
      import java.math.BigDecimal;
      import java.sql.Connection;
      import java.sql.PreparedStatement;
      import java.sql.ResultSet;
      import java.sql.SQLException;
      import java.time.Instant;
      import java.time.LocalDate;
      import java.time.LocalDateTime;
      import java.util.List;

      /** Rows of %table%: each write goes to the authority first and then, by Stage, to the other side; a read goes where the flag says. */
      public final class %class% {

        private %class%() {}

        /** One row. */
        public record Row(%components%) {}

        private static String insertSql(Side side) {
          return side == Side.SOURCE
              ? %insertSource%
              : %insertTarget%;
        }
      %updateSql%
        private static String deleteSql(Side side) {
          return side == Side.SOURCE
              ? %deleteSource%
              : %deleteTarget%;
        }

        private static String findSql(Side side) {
          return side == Side.SOURCE
              ? %findSource%
              : %findTarget%;
        }

        private static RowKey key(%keyParameters%) {
          return new RowKey(%tableLiteral%, List.of(%keyNames%), List.of(%keyTexts%));
        }

        /** Dual write: the caller sees the authority's outcome only. */
        public static int insert(Migration migration, Row row) throws SQLException {
          return migration.write(String.valueOf(row.%routing%()), List.of(key(%rowKey%)), (connection, side) -> {
            try (PreparedStatement statement = connection.prepareStatement(insertSql(side))) {
              Values.set(statement, %rowValues%);
              return statement.executeUpdate();
            }
          });
        }
      %update%
        /** Dual delete. */
        public static int delete(Migration migration, %keyParameters%) throws SQLException {
          return migration.write(String.valueOf(%routing%), List.of(key(%keyArguments%)), (connection, side) -> {
            try (PreparedStatement statement = connection.prepareStatement(deleteSql(side))) {
              Values.set(statement, %keyArguments%);
              return statement.executeUpdate();
            }
          });
        }

        /** Flagged read, with the other side read behind the caller's back and compared; null if there is no such row. */
        public static Row find(Migration migration, %keyParameters%) throws SQLException {
          return migration.read(
              String.valueOf(%routing%),
              %tableLiteral%,
              (connection, side) -> find(connection, side, %keyArguments%),
              Comparison.by(key(%keyArguments%), %class%::same));
        }

        private static Row find(Connection connection, Side side, %keyParameters%) throws SQLException {
          try (PreparedStatement statement = connection.prepareStatement(findSql(side))) {
            Values.set(statement, %keyArguments%);
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next() ? new Row(%reads%) : null;
            }
          }
        }

        /** Whether both sides gave the same row.%uncompared% */
        static boolean same(Row a, Row b) {
          return a == b || (a != null && b != null%equalities%);
        }
      }
      """;

  private static final String UPDATE_SQL =
      """

        private static String updateSql(Side side) {
          return side == Side.SOURCE
              ? %updateSource%
              : %updateTarget%;
        }
      """;

  private static final String UPDATE =
      """

        /** Dual write of every column of a row that is there. */
        public static int update(Migration migration, Row row) throws SQLException {
          return migration.write(String.valueOf(row.%routing%()), List.of(key(%rowKey%)), (connection, side) -> {
            try (PreparedStatement statement = connection.prepareStatement(updateSql(side))) {
              Values.set(statement, %updateValues%);
              return statement.executeUpdate();
            }
          });
        }
      """;

  private JavaCode() {}

  static String of(TableCode table) {
    Statements source = table.source().of().apply(n -> "?");
    Statements target = table.target().of().apply(n -> "?");
    boolean updates = !source.update().isEmpty();
    List<CodeField> fields = table.fields();
    List<CodeField> keys = table.keys();
    String text =
        TEXT.replace("%updateSql%", updates ? UPDATE_SQL : "")
            .replace("%update%", updates ? UPDATE : "");
    return text.replace("%table%", table.table().replace("*/", "* /"))
        .replace("%class%", table.className())
        .replace("%components%", each(fields, f -> f.kind().java() + " " + f.name()))
        .replace("%insertSource%", literal(source.insert()))
        .replace("%insertTarget%", literal(target.insert()))
        .replace("%updateSource%", literal(source.update()))
        .replace("%updateTarget%", literal(target.update()))
        .replace("%deleteSource%", literal(source.delete()))
        .replace("%deleteTarget%", literal(target.delete()))
        .replace("%findSource%", literal(source.find()))
        .replace("%findTarget%", literal(target.find()))
        .replace("%keyParameters%", each(keys, f -> f.kind().java() + " " + f.name()))
        .replace("%tableLiteral%", literal(table.table()))
        .replace("%keyNames%", each(keys, f -> literal(f.column())))
        .replace("%keyTexts%", each(keys, f -> "Values.keyText(" + f.name() + ")"))
        .replace("%routing%", keys.get(0).name())
        .replace("%rowKey%", each(keys, f -> "row." + f.name() + "()"))
        .replace("%rowValues%", each(fields, f -> "row." + f.name() + "()"))
        .replace("%updateValues%", each(table.updateOrder(), f -> "row." + f.name() + "()"))
        .replace("%keyArguments%", each(keys, CodeField::name))
        .replace("%reads%", reads(fields))
        .replace("%uncompared%", uncompared(fields))
        .replace("%equalities%", equalities(fields));
  }

  private static String reads(List<CodeField> fields) {
    var reads = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      reads.add("Values." + fields.get(i).kind().reader() + "(rows, " + (i + 1) + ")");
    }
    return String.join(", ", reads);
  }

  private static String equalities(List<CodeField> fields) {
    return fields.stream()
        .filter(CodeField::compared)
        .map(f -> "\n        && Values.same(a." + f.name() + "(), b." + f.name() + "())")
        .collect(Collectors.joining());
  }

  private static String uncompared(List<CodeField> fields) {
    List<String> left = fields.stream().filter(f -> !f.compared()).map(CodeField::name).toList();
    return left.isEmpty()
        ? ""
        : " JSON is spelled otherwise on each side: compare "
            + String.join(", ", left)
            + " with your JSON library.";
  }

  private static String each(
      List<CodeField> fields, java.util.function.Function<CodeField, String> text) {
    return fields.stream().map(text).collect(Collectors.joining(", "));
  }

  private static String literal(String text) {
    return ApplicationCode.literal(text);
  }
}
