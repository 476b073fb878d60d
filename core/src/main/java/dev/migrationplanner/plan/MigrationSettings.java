package dev.migrationplanner.plan;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.gate.GateSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A migration's settings as a tree in the shape of migration.yaml, which reads it back. */
final class MigrationSettings {

  private MigrationSettings() {}

  static Map<String, Object> of(MigrationFile file) {
    Map<String, Object> tree =
        tree(
            "migration", file.migration(),
            "pattern", file.pattern().spelling(),
            "source", endpoint(file.source()),
            "target", endpoint(file.target()),
            "tables", tree("include", file.tables().include(), "exclude", file.tables().exclude()),
            "copy", copy(file.copy()),
            "verify",
                tree(
                    "workers",
                    file.verify().workers(),
                    "rowsPerChunk",
                    file.verify().rowsPerChunk()),
            "gates", gates(file.gates()),
            "ramp", file.ramp(),
            "control", control(file.control()),
            "application", application(file.application()),
            "survey", survey(file.survey()),
            "load",
                tree(
                    "rowsWrittenPerMinute",
                    file.load().rowsWrittenPerMinute(),
                    "writesByHour",
                    file.load().writesByHour(),
                    "targetDiskFree",
                    file.load().targetDiskFree(),
                    "sourceDiskFree",
                    file.load().sourceDiskFree()),
            "limits",
                tree(
                    "pilotAgeMax",
                    file.limits().pilotAgeMax().toString(),
                    "sizeDriftMax",
                    file.limits().sizeDriftMax(),
                    "gateTimeMax",
                    file.limits().gateTimeMax().toString()),
            "effort", effort(file.effort()),
            "team", team(file.team()));
    if (!file.types().equals(MigrationFile.Types.STANDARD)) {
      tree.put(
          "types",
          tree(
              "profile", Spelling.of(file.types().profile()), "lossless", file.types().lossless()));
    }
    return tree;
  }

  private static Map<String, Object> endpoint(Endpoint endpoint) {
    return tree(
        "engine", endpoint.engine(),
        "host", endpoint.host(),
        "port", endpoint.port(),
        "database", endpoint.database(),
        "schema", endpoint.schema(),
        "user", endpoint.user(),
        "password", endpoint.password().reference(),
        "tls", Spelling.of(endpoint.tls()),
        "options", new TreeMap<>(endpoint.options()));
  }

  private static Map<String, Object> copy(MigrationFile.Copy copy) {
    Map<String, Object> tree =
        tree(
            "workers", copy.workers(),
            "rowsPerChunk", copy.rowsPerChunk(),
            "rowsPerSecondMax", copy.rowsPerSecondMax());
    limit(tree, "megabytesPerSecondMax", copy.megabytesPerSecondMax());
    limit(tree, "sourceRunningMax", copy.sourceRunningMax());
    limit(tree, "sourceHistoryMax", copy.sourceHistoryMax());
    limit(tree, "sourceLagMax", copy.sourceLagMax().toMillis());
    limit(tree, "sourceLatencyMax", copy.sourceLatencyMax().toMillis());
    return tree;
  }

  /** Those that are set; times as the file spells them. */
  private static void limit(Map<String, Object> tree, String name, long value) {
    if (value > 0) {
      boolean time = name.endsWith("LagMax") || name.endsWith("LatencyMax");
      tree.put(name, time ? value + "ms" : value);
    }
  }

  static Map<String, Object> gates(GateSettings gates) {
    return tree(
        "confidence", gates.confidence(),
        "secondaryWriteErrorsMax", gates.secondaryWriteErrorsMax(),
        "driftMax", gates.driftMax(),
        "driftKeysMin", gates.driftKeysMin(),
        "pendingKeysMax", gates.pendingKeysMax(),
        "mismatchMax", gates.mismatchMax(),
        "shadowDropsMax", gates.shadowDropsMax(),
        "readP95MaxMillis", gates.readP95MaxMillis(),
        "errorBudget", gates.errorBudget(),
        "leastSamples", gates.leastSamples(),
        "holdPerStep", gates.holdPerStep().toString(),
        "soak", gates.soak().toString(),
        "falseAlarms", gates.falseAlarms(),
        "approvalsMin", gates.approvalsMin());
  }

  static Map<String, Object> application(MigrationFile.Application application) {
    return tree(
        "languages", application.languages(),
        "otherAccounts", application.otherAccounts(),
        "readsPerSecond", application.readsPerSecond());
  }

  static Map<String, Object> control(MigrationFile.Control control) {
    return tree(
        "address", control.address(),
        "port", control.port(),
        "stateDirectory", control.stateDirectory());
  }

  private static Map<String, Object> survey(MigrationFile.SurveySettings survey) {
    return tree(
        "activityWindow", survey.activityWindow().toString(),
        "scanRowsMax", survey.scanRowsMax(),
        "scanTimeMax", survey.scanTimeMax().toString(),
        "scanShare", survey.scanShare(),
        "keySamplesMax", survey.keySamplesMax(),
        "pilotChunks", survey.pilotChunks());
  }

  private static Map<String, Object> effort(Map<String, Duration> effort) {
    var tree = new TreeMap<String, Object>();
    effort.forEach((step, time) -> tree.put(step, time.toString()));
    return tree;
  }

  static Map<String, Object> team(MigrationFile.Team team) {
    return tree(
        "owner", team.owner(),
        "commander", team.commander(),
        "sourceOwner", team.sourceOwner(),
        "targetOwner", team.targetOwner(),
        "applicationOwner", team.applicationOwner(),
        "communications", team.communications(),
        "approvers", team.approvers(),
        "why", team.why(),
        "when", team.when());
  }

  static Map<String, Object> tree(Object... namesAndValues) {
    var tree = new TreeMap<String, Object>();
    List<Object> pairs = List.of(namesAndValues);
    for (int i = 0; i < pairs.size(); i += 2) {
      tree.put((String) pairs.get(i), pairs.get(i + 1));
    }
    return tree;
  }
}
