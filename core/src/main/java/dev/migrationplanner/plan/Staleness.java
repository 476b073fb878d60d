package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Decisions.Decision;
import dev.migrationplanner.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Why a plan no longer fits. It keeps a migration from starting, never one that runs from going on
 * or back.
 *
 * @param file the settings of now
 * @param source the source's tables of now, chosen by the same settings
 * @param sourceIdentity who the source's server is now
 * @param targetIdentity who the target's server is now
 * @param sourceSettings how the source's server is set now
 * @param sourceBytes about how big the source's tables are now
 * @param at now
 */
public record Staleness(
    MigrationFile file,
    Schema source,
    String sourceIdentity,
    String targetIdentity,
    Map<String, String> sourceSettings,
    long sourceBytes,
    Instant at) {

  /** What tells nothing about the source but the moment. */
  private static final List<String> PASSING = List.of("server_uid", "version_comment");

  /** All the reasons; none if it fits. */
  public List<String> of(Plan plan) {
    var reasons = new ArrayList<String>();
    if (!plan.tool().equals(ToolVersion.CURRENT)) {
      reasons.add("it was made by version " + plan.tool() + ", this is " + ToolVersion.CURRENT);
    }
    if (plan.onPaper()) {
      reasons.add("it is a plan on paper: nobody looked at the servers");
      return reasons;
    }
    settings(plan, reasons);
    if (!plan.sourceShape().equals(Facts.shape(source))) {
      reasons.add("the source's tables have changed since");
    }
    if (!plan.source().identity().equals(sourceIdentity)) {
      reasons.add("the source is another server than the one that was looked at");
    }
    if (!plan.target().identity().equals(targetIdentity)) {
      reasons.add("the target is another server than the one that was looked at");
    }
    serverSettings(plan, reasons);
    drift(plan, reasons);
    age(plan, reasons);
    expired(plan, reasons);
    return reasons;
  }

  private void settings(Plan plan, List<String> reasons) {
    boolean free = file.pattern() == MigrationPattern.AUTO;
    MigrationFile now = free ? file.with(plan.file().pattern()) : file;
    if (!CanonicalJson.hash(plan.settings()).equals(CanonicalJson.hash(now.settings()))) {
      reasons.add("migration.yaml has changed since");
    }
  }

  private void serverSettings(Plan plan, List<String> reasons) {
    var names = new TreeSet<String>(plan.source().settings().keySet());
    names.addAll(sourceSettings.keySet());
    PASSING.forEach(names::remove);
    for (String name : names) {
      if (!Objects.equals(plan.source().settings().get(name), sourceSettings.get(name))) {
        reasons.add("the source's setting " + name + " has changed since");
      }
    }
  }

  private void drift(Plan plan, List<String> reasons) {
    double then = plan.source().bytesAbout();
    double most = file.limits().sizeDriftMax();
    double moved = then == 0 ? (sourceBytes > 0 ? 1 : 0) : Math.abs(sourceBytes - then) / then;
    // Statistics of small tables jump by whole pages: below 64 MiB they say nothing.
    if (moved > most && Math.max(then, sourceBytes) > (64 << 20)) {
      reasons.add(
          "the source's size has moved by "
              + Texts.percent(moved)
              + " since (limits.sizeDriftMax "
              + Texts.percent(most)
              + ")");
    }
  }

  private void age(Plan plan, List<String> reasons) {
    if (plan.pilotAt().isEmpty()) {
      return;
    }
    try {
      Duration age = Duration.between(Instant.parse(plan.pilotAt()), at);
      if (age.compareTo(file.limits().pilotAgeMax()) > 0) {
        reasons.add("its pilot is of " + plan.pilotAt() + ", older than limits.pilotAgeMax");
      }
    } catch (DateTimeParseException e) {
      reasons.add("the time of its pilot cannot be read");
    }
  }

  private void expired(Plan plan, List<String> reasons) {
    for (Decision decision : plan.decisions()) {
      if (decision.expired(at.toString())) {
        reasons.add(
            "the decision on "
                + decision.rule()
                + ":"
                + decision.object()
                + " held until "
                + decision.until());
      }
    }
  }
}
