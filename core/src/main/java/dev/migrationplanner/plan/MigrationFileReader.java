package dev.migrationplanner.plan;

import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Endpoint.Tls;
import dev.migrationplanner.database.Secret;
import dev.migrationplanner.gate.GateSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads migration.yaml strictly: the defaults stand here, and nowhere else. */
final class MigrationFileReader {

  static final List<Integer> RAMP = List.of(100, 1_000, 5_000, 10_000);
  private static final List<String> LANGUAGES = List.of("java", "typescript", "python");

  private final Problems problems;

  MigrationFileReader(String name) {
    problems = new Problems(name);
  }

  MigrationFile read(String yaml) {
    Section root = problems.open(yaml);
    problems.raise();
    String migration = root.required("migration");
    MigrationPattern pattern =
        root.word("pattern", MigrationPattern.class, MigrationPattern.DUAL_WRITE);
    if (!pattern.movesRows()) {
      root.problem(
          "pattern",
          "pattern "
              + pattern.spelling()
              + " moves no rows and has no databases: only plan works on such a file");
      problems.raise();
    }
    Endpoint source = endpoint(root.section("source"), "SOURCE_PASSWORD");
    Endpoint target = endpoint(root.section("target"), "TARGET_PASSWORD");
    MigrationFile.Tables tables = tables(root.section("tables"));
    MigrationFile.Types types = types(root.section("types"));
    MigrationFile.Copy copy = copy(root.section("copy"));
    MigrationFile.Verify verify = verify(root.section("verify"));
    GateSettings gates = gates(root.section("gates"));
    List<Integer> ramp = root.wholes("ramp", RAMP);
    MigrationFile.Control control = control(root.section("control"));
    MigrationFile.Application application = application(root.section("application"));
    MigrationFile.SurveySettings survey = survey(root.section("survey"));
    Optional<MigrationFile.Load> load = load(root.section("load"));
    MigrationFile.Limits limits = limits(root.section("limits"));
    Map<String, Duration> effort = root.durations("effort");
    MigrationFile.Team team = team(root.section("team"));
    root.end();
    problems.raise();
    Optional<MigrationFile> file =
        root.build(
            () ->
                new MigrationFile(
                    migration,
                    pattern,
                    source,
                    target,
                    tables,
                    types,
                    copy,
                    verify,
                    gates,
                    ramp,
                    control,
                    application,
                    survey,
                    load.orElseThrow(),
                    limits,
                    effort,
                    team));
    problems.raise();
    return file.orElseThrow();
  }

  private Endpoint endpoint(Section section, String variable) {
    String engine = section.required("engine").toLowerCase(Locale.ROOT);
    if (!engine.isEmpty() && !Databases.ENGINES.contains(engine)) {
      section.problem(
          "engine",
          "unknown engine \"" + engine + "\"; known are " + String.join(", ", Databases.ENGINES));
    }
    String host = section.required("host");
    int port = section.whole("port", engine.equals("postgresql") ? 5432 : 3306, 1, 65_535);
    String database = section.required("database");
    String schema = section.text("schema", engine.equals("postgresql") ? "public" : "");
    String user = section.text("user", "migration_planner");
    Secret password = password(section, variable);
    Tls tls = tls(section, host);
    Map<String, String> options = section.map("options");
    section.end();
    return new Endpoint(engine, host, port, database, schema, user, password, tls, options);
  }

  /** Never says what was written there. */
  private static Secret password(Section section, String variable) {
    String reference = section.required("password");
    try {
      return Secret.of(reference);
    } catch (IllegalArgumentException e) {
      if (!reference.isEmpty()) {
        section.problem(
            "password",
            "a password is written out here; write \"env:"
                + variable
                + "\" and set that variable, or \"file:/path\" with a file only you can read");
      }
      return Secret.of("env:" + variable);
    }
  }

  private static Tls tls(Section section, String host) {
    Tls standard = loopback(host) ? Tls.PLAIN : Tls.VERIFY;
    Tls tls = section.word("tls", Tls.class, standard);
    if (tls == Tls.PLAIN && !loopback(host)) {
      section.problem(
          "tls",
          "\"tls: plain\" is for a server on this machine only; write \"tls: verify\", and give the"
              + " server a certificate that this machine trusts");
    }
    return tls;
  }

  private static boolean loopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  private static MigrationFile.Tables tables(Section section) {
    var tables =
        new MigrationFile.Tables(
            section.texts("include", List.of("*")), section.texts("exclude", List.of()));
    section.end();
    return tables;
  }

  private static MigrationFile.Types types(Section section) {
    var standard = MigrationFile.Types.STANDARD;
    var types =
        new MigrationFile.Types(
            section.word("profile", MigrationFile.Profile.class, standard.profile()),
            section.texts("lossless", standard.lossless()));
    section.end();
    return types;
  }

  private static MigrationFile.Copy copy(Section section) {
    var copy =
        new MigrationFile.Copy(
            section.whole("workers", 2, 1, 64),
            section.whole("rowsPerChunk", 25_000, 1, 10_000_000),
            section.whole("rowsPerSecondMax", 0L, 0, 1_000_000_000),
            section.whole("megabytesPerSecondMax", 0L, 0, 1_000_000),
            section.whole("sourceRunningMax", 0, 0, 100_000),
            section.whole("sourceHistoryMax", 0L, 0, 1_000_000_000),
            section.duration("sourceLagMax", Duration.ZERO),
            section.duration("sourceLatencyMax", Duration.ZERO));
    section.end();
    return copy;
  }

  private static MigrationFile.Verify verify(Section section) {
    var verify =
        new MigrationFile.Verify(
            section.whole("workers", 2, 1, 64),
            section.whole("rowsPerChunk", 50_000, 1, 10_000_000));
    section.end();
    return verify;
  }

  static GateSettings gates(Section section) {
    GateSettings d = GateSettings.DEFAULTS;
    double confidence = section.share("confidence", d.confidence());
    double writeErrors = section.share("secondaryWriteErrorsMax", d.secondaryWriteErrorsMax());
    double drift = section.share("driftMax", d.driftMax());
    long driftKeys = section.whole("driftKeysMin", d.driftKeysMin(), 1, 1_000_000_000);
    long pending = section.whole("pendingKeysMax", d.pendingKeysMax(), 0, 1_000_000_000);
    double mismatch = section.share("mismatchMax", d.mismatchMax());
    double drops = section.share("shadowDropsMax", d.shadowDropsMax());
    double p95 = section.number("readP95MaxMillis", d.readP95MaxMillis());
    double budget = section.share("errorBudget", d.errorBudget());
    long samples = section.whole("leastSamples", d.leastSamples(), 1, 1_000_000_000);
    Duration hold = section.duration("holdPerStep", d.holdPerStep());
    Duration soak = section.duration("soak", d.soak());
    double alarms = section.share("falseAlarms", d.falseAlarms());
    int approvals = section.whole("approvalsMin", d.approvalsMin(), 1, 20);
    section.end();
    return section
        .build(
            () ->
                new GateSettings(
                    confidence,
                    writeErrors,
                    drift,
                    driftKeys,
                    pending,
                    mismatch,
                    drops,
                    p95,
                    budget,
                    samples,
                    hold,
                    soak,
                    alarms,
                    approvals))
        .orElse(d);
  }

  static MigrationFile.Control control(Section section) {
    String address = section.text("address", "127.0.0.1");
    if (!loopback(address)) {
      section.problem(
          "address",
          "the control plane takes commands without a token, so only this machine may reach it:"
              + " write 127.0.0.1, and reach it from elsewhere through an SSH tunnel");
    }
    var control =
        new MigrationFile.Control(
            address,
            section.whole("port", 8090, 0, 65_535),
            section.text("stateDirectory", ".migration-planner"));
    section.end();
    return control;
  }

  static MigrationFile.Application application(Section section) {
    List<String> languages = section.texts("languages", List.of("java"));
    for (String language : languages) {
      if (!LANGUAGES.contains(language)) {
        section.problem(
            "languages",
            "no code is generated for \""
                + language
                + "\"; known are "
                + String.join(", ", LANGUAGES));
      }
    }
    double reads = section.number("readsPerSecond", 0);
    List<String> others = section.texts("otherAccounts", List.of());
    section.end();
    return new MigrationFile.Application(languages, reads, others);
  }

  private static MigrationFile.SurveySettings survey(Section section) {
    var survey =
        new MigrationFile.SurveySettings(
            section.duration("activityWindow", Duration.ofSeconds(2)),
            section.whole("scanRowsMax", 2_000_000L, 1, Long.MAX_VALUE),
            section.duration("scanTimeMax", Duration.ofMinutes(1)),
            section.share("scanShare", 1),
            section.whole("keySamplesMax", 0, 0, 5),
            section.whole("pilotChunks", 10, 2, 1_000));
    section.end();
    return survey;
  }

  private static Optional<MigrationFile.Load> load(Section section) {
    double writes = section.number("rowsWrittenPerMinute", 0);
    List<Double> hours = section.numbers("writesByHour");
    long target = section.size("targetDiskFree");
    long source = section.size("sourceDiskFree");
    section.end();
    return section.build(() -> new MigrationFile.Load(writes, hours, target, source));
  }

  private static MigrationFile.Limits limits(Section section) {
    var limits =
        new MigrationFile.Limits(
            section.duration("pilotAgeMax", Duration.ofDays(7)),
            section.share("sizeDriftMax", 0.2),
            section.duration("gateTimeMax", Duration.ofDays(30)));
    section.end();
    return limits;
  }

  static MigrationFile.Team team(Section section) {
    var team =
        new MigrationFile.Team(
            section.text("owner", ""),
            section.text("commander", ""),
            section.text("sourceOwner", ""),
            section.text("targetOwner", ""),
            section.text("applicationOwner", ""),
            section.text("communications", ""),
            section.texts("approvers", List.of()),
            section.text("why", ""),
            section.text("when", ""));
    section.end();
    return team;
  }
}
