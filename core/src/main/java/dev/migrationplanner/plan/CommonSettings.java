package dev.migrationplanner.plan;

import dev.migrationplanner.gate.GateSettings;
import java.util.List;
import java.util.Map;

/** What the settings of every pattern have, with or without databases. */
record CommonSettings(
    MigrationPattern pattern,
    GateSettings gates,
    List<Integer> ramp,
    MigrationFile.Control control,
    MigrationFile.Application application,
    MigrationFile.Team team) {

  CommonSettings {
    ramp = List.copyOf(ramp);
  }

  /** Out of a plan's settings. */
  static CommonSettings of(Map<String, Object> settings) {
    String text = CanonicalJson.text(settings);
    return RolloutFile.isOne(settings)
        ? RolloutFile.parse("plan.json", text).common()
        : of(MigrationFile.parse("plan.json", text));
  }

  static CommonSettings of(MigrationFile file) {
    return new CommonSettings(
        file.pattern(), file.gates(), file.ramp(), file.control(), file.application(), file.team());
  }
}
