package dev.migrationplanner.gate;

import static dev.migrationplanner.gate.Measure.*;
import static dev.migrationplanner.gate.Verdict.Result.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 6: an error never looks like the end, and missing evidence never looks like success.
 * Guarantee 8: a gate opens on recorded evidence only.
 */
class GatesTest {

  private final Gates gates = new Gates(GateSettings.DEFAULTS);

  @Test
  void guarantee6NoGateEverPassesWithoutEvidence() {
    for (Gate gate : gates.all()) {
      assertThat(gate.judge(Evidence.NONE).result()).as(gate.id()).isEqualTo(INCONCLUSIVE);
    }
  }

  @Test
  void guarantee6EachMeasureLeftOutOfGoodEvidenceMakesItsGateInconclusive() {
    for (Gate gate : gates.all()) {
      assertThat(gate.judge(good()).result()).as(gate.id()).isEqualTo(PASS);
      for (Measure measure : gate.needs()) {
        assertThat(gate.judge(without(measure)).result())
            .as(gate.id() + " without " + measure)
            .isEqualTo(INCONCLUSIVE);
      }
    }
  }

  @Test
  void eachPhaseIsLeftOnGoodEvidence() {
    for (int phase = 0; phase <= 6; phase++) {
      assertThat(gates.judge(phase, good()).result()).as("phase " + phase).isEqualTo(PASS);
    }
  }

  @Test
  void badEvidenceFailsAndDoubtfulEvidenceHolds() {
    says(1, SECONDARY_WRITE_ERRORS, 100, FAIL);
    says(1, SECONDARY_WRITE_ERRORS, 5, INCONCLUSIVE);
    says(1, DRIFT_DIFFERENT, 2, FAIL);
    says(1, DRIFT_KEYS, 999, INCONCLUSIVE);
    says(2, TABLES_DIFFERENT, 1, FAIL);
    says(2, TABLES_EQUAL, 4, INCONCLUSIVE);
    says(2, ROWS_SET_ASIDE, 1, FAIL);
    says(2, IN_SYNC, 0, INCONCLUSIVE);
    says(2, PENDING_KEYS, 10_001, INCONCLUSIVE);
    says(3, SHADOW_MISMATCHES, 1, INCONCLUSIVE);
    says(3, SHADOW_MISMATCHES, 10, FAIL);
    says(3, SHADOW_UNDECIDED, 1, INCONCLUSIVE);
    says(3, SHADOW_READS, 29_955, INCONCLUSIVE);
    says(3, SHADOW_DROPPED, 400, INCONCLUSIVE);
    says(3, KEYS_DROPPED, 1, INCONCLUSIVE);
    says(4, KEYS_DROPPED, 1, INCONCLUSIVE);
    says(3, TARGET_P95_MILLIS, 1_000, FAIL);
    says(3, TARGET_P95_MILLIS, -1, INCONCLUSIVE);
    says(3, FOREIGN_KEYS_UNCHECKED, 1, FAIL);
    says(4, READ_ERRORS_NEW, 50, FAIL);
    says(5, STRANGERS_SHUT_OUT, 0, INCONCLUSIVE);
    says(5, FOREIGN_TRANSACTIONS, 1, FAIL);
    says(5, SECONDS_HELD, 86_399, INCONCLUSIVE);
    says(0, FINDINGS_UNDECIDED, 1, FAIL);
    says(0, REQUIREMENTS_UNMET, 1, FAIL);
    says(0, REHEARSAL_PASSED, 0, FAIL);
  }

  @Test
  void errorsBeyondTheCountAreAContradictionNotARate() {
    assertThat(gates.judge(1, good().with(SECONDARY_WRITE_ERRORS, 4_000, "", "")).reason())
        .contains("CONTRADICTION");
  }

  @Test
  void aWaivedRehearsalIsEnough() {
    assertThat(gates.judge(0, without(REHEARSAL_PASSED).with(REHEARSAL_WAIVED, 1, "", "")).passed())
        .isTrue();
  }

  @Test
  void aRestoreOnRecordOrADecisionToDoWithoutOpensPhaseFiveAndNothingElseDoes() {
    Gate before = gates.beforeFlip(4).get(1);
    Gate after = gates.leaving(5).get(4);
    for (Gate gate : List.of(before, after)) {
      assertThat(gate.id()).isEqualTo("restore");
      assertThat(gate.judge(without(RESTORED)).result()).isEqualTo(INCONCLUSIVE);
      assertThat(gate.judge(good().with(RESTORED, 0, "", "")).result()).isEqualTo(INCONCLUSIVE);
      assertThat(gate.judge(good().with(RESTORED, 1, "by ada: spare-3", "")).reason())
          .isEqualTo("restored by ada: spare-3");
      assertThat(gate.judge(without(RESTORED).with(RESTORE_WAIVED, 1, "by bob: none", "")).reason())
          .isEqualTo("done without, by a recorded decision by bob: none");
    }
    assertThat(after.judge(without(RESTORED)).reason()).contains("since the flip");
  }

  @Test
  void thePointOfNoReturnNeedsTwoPeopleWhoSawThisVeryEvidence() {
    Evidence seen = good();
    Approval ada = new Approval("ada", seen.hash(), "");
    assertThat(gates.decommission(seen, List.of(ada)).result()).isEqualTo(INCONCLUSIVE);
    assertThat(
            gates.decommission(seen, List.of(ada, new Approval("Ada ", seen.hash(), ""))).result())
        .isEqualTo(INCONCLUSIVE);
    assertThat(gates.decommission(seen, List.of(ada, new Approval("bob", "other", ""))).result())
        .isEqualTo(INCONCLUSIVE);
    assertThat(
            gates.decommission(seen, List.of(ada, new Approval("bob", seen.hash(), ""))).passed())
        .isTrue();
  }

  @Test
  void evidenceAndSettingsSurviveJson() throws Exception {
    var json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsString(good()), Evidence.class)).isEqualTo(good());
    String settings = json.writeValueAsString(GateSettings.DEFAULTS);
    assertThat(settings).contains("\"holdPerStep\":\"PT10M\"");
    assertThat(json.readValue(settings, GateSettings.class)).isEqualTo(GateSettings.DEFAULTS);
  }

  private void says(int phase, Measure measure, double value, Verdict.Result result) {
    Verdict verdict = gates.judge(phase, good().with(measure, value, "test", "t"));
    assertThat(verdict.result())
        .as(measure + "=" + value + ": " + verdict.reason())
        .isEqualTo(result);
  }

  private static Evidence without(Measure measure) {
    var rest = new java.util.TreeMap<>(good().observations());
    rest.remove(measure);
    return new Evidence(rest);
  }

  private static Evidence good() {
    Evidence evidence = Evidence.NONE;
    for (Measure zero :
        List.of(
            FINDINGS_BLOCKING,
            FINDINGS_UNDECIDED,
            REQUIREMENTS_UNMET,
            SECONDARY_WRITE_ERRORS,
            DRIFT_DIFFERENT,
            TABLES_DIFFERENT,
            ROWS_SET_ASIDE,
            PENDING_KEYS,
            SHADOW_MISMATCHES,
            SHADOW_DROPPED,
            FOREIGN_KEYS_UNCHECKED,
            READ_ERRORS_NEW,
            FOREIGN_TRANSACTIONS)) {
      evidence = evidence.with(zero, 0, "test", "t");
    }
    return evidence
        .with(REHEARSAL_PASSED, 1, "test", "t")
        .with(RESTORED, 1, "test", "t")
        .with(SECONDARY_WRITES, 2_995, "test", "t")
        .with(DRIFT_KEYS, 1_000, "test", "t")
        .with(TABLES, 5, "test", "t")
        .with(TABLES_EQUAL, 5, "test", "t")
        .with(IN_SYNC, 1, "test", "t")
        .with(SHADOW_READS, 29_956, "test", "t")
        .with(TARGET_P95_MILLIS, 500, "test", "t")
        .with(READS_NEW, 2_995, "test", "t")
        .with(STRANGERS_SHUT_OUT, 1, "test", "t")
        .with(SECONDS_HELD, 86_400, "test", "t");
  }
}
