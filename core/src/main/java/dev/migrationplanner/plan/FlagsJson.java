package dev.migrationplanner.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * flags.json: the migration's flags for flagd, as they stand before it begins. The control plane
 * speaks the same flags over OFREP and moves them; this file is for tests and for flags without it.
 */
final class FlagsJson {

  private static final List<String> STAGES =
      List.of("OFF", "DUAL_WRITE", "SHADOW", "LIVE", "RAMP_DOWN", "COMPLETE");

  private FlagsJson() {}

  static String of(Plan plan) {
    var flags = new LinkedHashMap<String, Object>();
    if (plan.common().pattern().movesRows()) {
      flags.put(plan.migration() + ".stage", stage());
      flags.put(plan.migration() + ".reads-new", ramp(plan));
      flags.put(plan.migration() + ".writes-new", choice("old", "new", false));
    } else {
      flags.put(plan.migration() + ".new", ramp(plan));
    }
    return CanonicalJson.text(
        Map.of("$schema", "https://flagd.dev/schema/v0/flags.json", "flags", flags));
  }

  private static Map<String, Object> stage() {
    var variants = new LinkedHashMap<String, Object>();
    STAGES.forEach(s -> variants.put(s, s));
    return Map.of("state", "ENABLED", "variants", variants, "defaultVariant", "OFF");
  }

  private static Map<String, Object> choice(String off, String on, boolean standard) {
    return Map.of(
        "state",
        "ENABLED",
        "variants",
        Map.of(off, false, on, true),
        "defaultVariant",
        standard ? on : off);
  }

  /** Sticky by the targeting key; the share that gets the new is 0 until the ramp begins. */
  private static Map<String, Object> ramp(Plan plan) {
    Map<String, Object> fractional =
        Map.of(
            "fractional",
            List.of(
                Map.of("cat", List.of(Map.of("var", "targetingKey"), plan.migration())),
                List.of("new", 0),
                List.of("old", 100)));
    return Map.of(
        "state",
        "ENABLED",
        "variants",
        Map.of("old", false, "new", true),
        "defaultVariant",
        "old",
        "targeting",
        fractional);
  }
}
