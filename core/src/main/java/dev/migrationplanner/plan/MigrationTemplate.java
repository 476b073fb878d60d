package dev.migrationplanner.plan;

/** The first migration.yaml of a team. */
final class MigrationTemplate {

  private static final String TEXT =
      """
      # One migration: what moves from where to where. Lines with # in front show the defaults.
      migration: %s
      pattern: dual-write            # dual-write: the application writes and reads both sides
                                     # sync-only: the change log alone keeps the target current

      source:
        engine: %s
        host: 127.0.0.1
        port: %d
        database: shop
      %s  user: migration_planner
        password: "env:SOURCE_PASSWORD"    # by reference only: env:NAME or file:/path
        # tls: verify                # plain is the default, and allowed, on this machine only
      target:
        engine: %s
        host: 127.0.0.1
        port: %d
        database: shop
      %s  user: migration_planner
        password: "env:TARGET_PASSWORD"

      tables:
        include: ["*"]               # * any letters, ? any letter
        exclude: []

      # types:
      #   profile: lossless          # idiomatic: boolean, uuid, inet, text with a check, jsonb, where
      #                              # a scan proves that every value fits and goes back alike
      #   lossless: []               # columns that idiomatic leaves alone, e.g. ["users.flags", "audit.*"]
      # copy:
      #   workers: 2
      #   rowsPerChunk: 25000
      #   rowsPerSecondMax: 0        # 0 = as fast as it goes, as with the limits below
      #   megabytesPerSecondMax: 0
      #   sourceRunningMax: 0        # the copy waits while the source runs more statements
      #   sourceHistoryMax: 0        # ... or keeps more old row versions (history list)
      #   sourceLagMax: 0s           # ... or a replica that it knows of is further behind
      #   sourceLatencyMax: 0s       # ... or it takes longer to answer
      # verify:
      #   workers: 2
      #   rowsPerChunk: 50000
      # gates:
      #   confidence: 0.95
      #   secondaryWriteErrorsMax: "0.1 %%"
      #   driftMax: "0.1 %%"
      #   driftKeysMin: 1000
      #   pendingKeysMax: 10000
      #   mismatchMax: "0.01 %%"      # proved by 29,956 clean shadow reads
      #   shadowDropsMax: "1 %%"
      #   readP95MaxMillis: 500
      #   errorBudget: "0.1 %%"
      #   leastSamples: 3000
      #   holdPerStep: 10m
      #   soak: 24h
      #   falseAlarms: "1 %%"         # healthy steps that may be failed
      #   approvalsMin: 2
      # ramp: [100, 1000, 5000, 10000]     # in 1/10,000: 1 %%, 10 %%, 50 %%, 100 %%
      # control:
      #   address: 127.0.0.1
      #   port: 8090
      #   stateDirectory: .migration-planner
      # application:
      #   languages: [java]          # also typescript, python
      #   readsPerSecond: 0          # to tell how long shadow reads must run; 0 = as measured
      #   otherAccounts: []          # accounts of programs that write without the library
      # survey:
      #   activityWindow: 2s
      #   scanRowsMax: 2000000       # a bigger table is scanned in part, and the plan says so
      #   scanTimeMax: 1m
      #   scanShare: "100 %%"         # the share of the time that the scan may keep the source busy
      #   keySamplesMax: 0           # keys of rows with a hazard that the plan names, at most 5
      #   pilotChunks: 10            # a table, for plan --pilot
      # load:
      #   rowsWrittenPerMinute: 0    # averaged over a day; 0 = as measured
      #   writesByHour: []           # 24 numbers: how a day's writes spread over its hours (UTC)
      #   targetDiskFree: 0          # e.g. 900GiB; 0 = not known
      #   sourceDiskFree: 0
      # limits:
      #   pilotAgeMax: 7d            # an older pilot makes the plan stale
      #   sizeDriftMax: "20 %%"
      #   gateTimeMax: 30d           # a gate that needs longer blocks the plan
      # effort: {}                   # how long people take for a step, e.g. {"1.1": 5d}
      team:
        owner: ""                    # who answers for this migration
        commander: ""                # who leads on the day, and calls a rollback
        sourceOwner: ""
        targetOwner: ""
        applicationOwner: ""
        communications: ""
        approvers: []                # who approves the point of no return; where some are named, nobody else can
        why: ""
        when: ""
      """;

  private MigrationTemplate() {}

  static String of(String migration, String sourceEngine, String targetEngine) {
    return TEXT.formatted(
        migration,
        sourceEngine,
        port(sourceEngine),
        schema(sourceEngine),
        targetEngine,
        port(targetEngine),
        schema(targetEngine));
  }

  private static int port(String engine) {
    return engine.equals("postgresql") ? 5432 : 3306;
  }

  private static String schema(String engine) {
    return engine.equals("postgresql") ? "  schema: public\n" : "";
  }
}
