package dev.migrationplanner.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of proofs leaves no hazard out and names no test that is not there. */
final class HazardProofTest {

  private static final Path PAGE = Path.of("../docs/hazard-proof.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path CASES = Path.of("src/test/resources/hazards");
  private static final Pattern ROW =
      Pattern.compile("\\| ([HR]\\d\\d) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|");
  private static final Pattern PROOF = Pattern.compile("([A-Z]\\w+Test)(?:\\.(\\w+))?");
  private static final int OF_MYSQL = 78;
  private static final int OF_POSTGRESQL = 23;

  @Test
  void every_hazard_has_its_row_and_every_proof_is_a_test() throws IOException {
    var rules = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rules.add(row.group(1));
        Matcher proof = PROOF.matcher(row.group(2));
        while (proof.find()) {
          if (!exists(row.group(1), proof.group(1), proof.group(2))) {
            missing.add(row.group(1) + ": " + proof.group());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(rules).isEqualTo(known());
  }

  private static List<String> known() {
    var rules = new ArrayList<String>();
    for (int i = 1; i <= OF_MYSQL; i++) {
      rules.add("H%02d".formatted(i));
    }
    for (int i = 1; i <= OF_POSTGRESQL; i++) {
      rules.add("R%02d".formatted(i));
    }
    return rules;
  }

  private static boolean exists(String rule, String test, String method) throws IOException {
    if (test.equals("HazardCasesTest")) {
      return Files.exists(CASES.resolve(rule + ".sql"))
          || Files.exists(CASES.resolve(rule + ".mysql.sql"));
    }
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(f -> f.endsWith(test + ".java")).toList()) {
        if (method == null || Files.readString(file).contains(" " + method + "(")) {
          return true;
        }
      }
    }
    return false;
  }
}
