package dev.migrationplanner.ledger;

import static dev.migrationplanner.ledger.TwoSides.goods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The judge of guarantee 1 (no write lost, none duplicated, none back from the dead), held to bad
 * histories planted by hand.
 */
class JudgeTest {

  private static final Row TEA = goods("A", 1, "it's tea ☕🫖\n\"Assam\"");
  private static final Row SALT = goods("A", 2, "salt");
  private static final Row GONE = goods("a", 1, "gone");

  @TempDir Path directory;
  private TwoSides sides;
  private long tea;

  @BeforeEach
  void aCleanHistory() throws SQLException {
    sides = new TwoSides(directory);
    tea = sides.put(TEA);
    sides.put(SALT);
    sides.put(GONE);
    sides.remove(GONE);
  }

  @AfterEach
  void close() throws SQLException {
    sides.close();
  }

  @Test
  void aCleanHistoryIsClean() throws SQLException {
    Judgement judgement = sides.judge();
    assertThat(judgement.samples()).isEmpty();
    assertThat(judgement.clean()).isTrue();
    assertThat(judgement.acknowledgedWrites()).isEqualTo(4);
    assertThat(judgement.comparedRows()).isEqualTo(2 * (4 + 2));
  }

  @Test
  void aWriteLostOnBothSidesIsOneLostWrite() throws SQLException {
    sides.both("DELETE FROM audit WHERE op_id = " + tea);
    assertThat(numbers(sides.judge())).isEqualTo(judgement(1, 0, 0, 0, 0));
  }

  @Test
  void aRowLostOnOneSideIsLostAndADifference() throws SQLException {
    sides.onTarget(TwoSides.delete(TEA));
    assertThat(numbers(sides.judge())).isEqualTo(judgement(1, 0, 0, 0, 1));
  }

  @Test
  void aRowWithAnOldValueOnBothSidesIsLost() throws SQLException {
    sides.both("UPDATE goods SET label = 'before' WHERE shelf = 'A' AND place = 2");
    Judgement judgement = sides.judge();
    assertThat(numbers(judgement)).isEqualTo(judgement(1, 0, 0, 0, 0));
    assertThat(judgement.samples().get(0).what())
        .isEqualTo("row goods[A, 2] has other values in [label]");
  }

  @Test
  void aValueThatDiffersByAMillisecondOrABitIsFound() throws SQLException {
    sides.onSource("UPDATE goods SET seen_at = '2026-03-08 02:30:00.121' WHERE place = 2");
    sides.onTarget("UPDATE goods SET photo = '\\x00fe' WHERE shelf = 'A' AND place = 1");
    assertThat(numbers(sides.judge())).isEqualTo(judgement(2, 0, 0, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1000})
  void aSecondAuditRowIsADuplicateWhicheverIsReadFirst(int id) throws SQLException {
    sides.both(TwoSides.auditInsert(Row.of(TwoSides.AUDIT, id, tea, "goods")));
    assertThat(numbers(sides.judge())).isEqualTo(judgement(0, 1, 0, 0, 0));
  }

  @Test
  void anAuditRowWithAnotherValueIsLost() throws SQLException {
    sides.both("UPDATE audit SET entity = 'other' WHERE op_id = " + tea);
    assertThat(numbers(sides.judge())).isEqualTo(judgement(1, 0, 0, 0, 0));
  }

  @Test
  void aRemovedRowThatIsThereIsResurrected() throws SQLException {
    sides.both(TwoSides.insert(GONE));
    assertThat(numbers(sides.judge())).isEqualTo(judgement(0, 0, 1, 0, 0));
  }

  @Test
  void aRowThatNobodyWroteIsAPhantom() throws SQLException {
    sides.both(TwoSides.insert(goods("B", 9, "whose?")));
    assertThat(numbers(sides.judge())).isEqualTo(judgement(0, 0, 0, 1, 0));
  }

  @Test
  void anAuditRowOfNoOperationOrAFailedOneIsAPhantom() throws SQLException {
    long failed = sides.ledger.begin("PUT");
    sides.ledger.failed(failed, "refused");
    sides.audit(failed);
    sides.audit(999_999);
    assertThat(numbers(sides.judge())).isEqualTo(judgement(0, 0, 0, 2, 0));
  }

  @Test
  void oneSideDifferingInARowTheLedgerNeverSawIsADifference() throws SQLException {
    sides.onSource(TwoSides.insert(goods("C", 1, "one side")));
    Judgement judgement = sides.judge();
    assertThat(numbers(judgement)).isEqualTo(judgement(0, 0, 0, 1, 1));
    assertThat(judgement.samples())
        .anyMatch(sample -> sample.what().contains("is not on the target"));
  }

  @Test
  void anOperationOfUnknownOutcomeMayStandWithAllItsRowsOrNot() throws SQLException {
    Row pepper = goods("A", 3, "pepper");
    long stands = sides.ledger.begin("PUT");
    sides.ledger.unknown(stands, List.of(new Effect.Put(pepper), new Effect.Removed(SALT.key())));
    long standsNot = sides.ledger.begin("PUT");
    sides.ledger.unknown(standsNot, List.of(new Effect.Put(goods("A", 4, "never"))));
    assertThat(sides.judge().clean()).isTrue();
    sides.audit(stands);
    sides.both(TwoSides.insert(pepper));
    sides.both(TwoSides.delete(SALT));
    assertThat(sides.judge().samples()).isEmpty();
  }

  @Test
  void anOperationOfUnknownOutcomeThatStandsByHalvesIsFound() throws SQLException {
    Row pepper = goods("A", 3, "pepper");
    long operation = sides.ledger.begin("PUT");
    sides.ledger.unknown(operation, List.of(new Effect.Put(pepper)));
    sides.audit(operation);
    assertThat(numbers(sides.judge())).isEqualTo(judgement(1, 0, 0, 0, 0));
    sides.onTarget(TwoSides.insert(pepper));
    assertThat(numbers(sides.judge())).isEqualTo(judgement(1, 0, 0, 0, 1));
  }

  @Test
  void anOperationOfUnknownOutcomeThatStandsOnOneSideAloneIsADifference() throws SQLException {
    long operation = sides.ledger.begin("PUT");
    sides.ledger.unknown(operation, List.of());
    sides.onSource(TwoSides.auditInsert(Row.of(TwoSides.AUDIT, 50, operation, "goods")));
    assertThat(sides.judge().differences()).isEqualTo(1);
  }

  @Test
  void nothingIsJudgedWhileAWriteIsInFlight() {
    sides.ledger.begin("PUT");
    assertThatThrownBy(sides::judge).hasMessageContaining("pause the traffic");
  }

  @Test
  void theRecordOnDiskHasEveryOperation() throws Exception {
    sides.ledger.flush();
    List<String> lines = Files.readAllLines(directory.resolve("ledger.jsonl"));
    assertThat(lines)
        .hasSize(4)
        .allMatch(line -> CanonicalJson.of(line).startsWith("{\"effects\""));
  }

  private static List<Long> judgement(
      long lost, long duplicated, long resurrected, long phantoms, long differences) {
    return List.of(lost, duplicated, resurrected, phantoms, differences);
  }

  private static List<Long> numbers(Judgement j) {
    return List.of(
        j.lostWrites(), j.duplicatedWrites(), j.resurrectedRows(), j.phantoms(), j.differences());
  }
}
