package dev.migrationplanner.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/** A row that needs another look, and why. */
public record ReportedKey(Kind kind, RowKey row) {
  /** Why a row is reported. */
  public enum Kind {
    SECONDARY_FAILED("secondary-failed"),
    MISMATCH("mismatch");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    static Kind of(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word.equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "A reported key's kind is secondary-failed or mismatch; another came."));
    }
  }

  public ReportedKey {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(row, "row");
  }

  /** {@code <table>&<kind>&<col>=<value>&...}, each part encoded. */
  String print() {
    StringJoiner parts = new StringJoiner("&");
    parts.add(Lines.encoded(row.table())).add(kind.word);
    for (int i = 0; i < row.columns().size(); i++) {
      parts.add(Lines.encoded(row.columns().get(i)) + "=" + Lines.encoded(row.values().get(i)));
    }
    return parts.toString();
  }

  static ReportedKey parse(String text) {
    String[] parts = text.split("&", -1);
    if (parts.length < 3) {
      throw new IllegalArgumentException(
          "A reported key reads table&kind&column=value; parts are missing.");
    }
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Lines.Line column :
        Lines.parse(String.join("\n", List.of(parts).subList(2, parts.length)))) {
      columns.add(Lines.decoded(column.key()));
      values.add(column.value());
    }
    return new ReportedKey(Kind.of(parts[1]), new RowKey(Lines.decoded(parts[0]), columns, values));
  }
}
