package dev.migrationplanner.plan;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.gate.GateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * migration.yaml: all that a team sets. Every setting has a default but the two databases and the
 * name.
 *
 * @param migration the migration's name; also the salt of its cohort
 * @param types which types the target's columns get
 * @param ramp shares of the keys that read new, one step after the other, in 1/10,000
 * @param effort how long people take for a step, by the step's id, where the team knows better
 */
public record MigrationFile(
    String migration,
    MigrationPattern pattern,
    Endpoint source,
    Endpoint target,
    Tables tables,
    Types types,
    Copy copy,
    Verify verify,
    GateSettings gates,
    List<Integer> ramp,
    Control control,
    Application application,
    SurveySettings survey,
    Load load,
    Limits limits,
    Map<String, Duration> effort,
    Team team) {

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final int WHOLE = 10_000;

  public MigrationFile {
    ramp = List.copyOf(ramp);
    effort = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(effort));
    if (!NAME.matcher(migration).matches()) {
      throw new IllegalArgumentException(
          "a migration's name has 1 to 64 letters, digits, '.', '_' or '-'");
    }
    checkRamp(ramp);
  }

  static void checkRamp(List<Integer> ramp) {
    int last = 0;
    for (int share : ramp) {
      if (share <= last || share > WHOLE) {
        throw new IllegalArgumentException(
            "ramp must grow from step to step, from 1 to 10000 (100 is 1 %)");
      }
      last = share;
    }
    if (last != WHOLE) {
      throw new IllegalArgumentException("the last step of ramp must be 10000 (100 %)");
    }
  }

  /**
   * Reads one.
   *
   * @throws MigrationFileException if it is not as it must be; tells all problems at once
   * @throws IOException if the file cannot be read
   */
  public static MigrationFile read(Path file) throws IOException {
    return parse(file.getFileName().toString(), Files.readString(file));
  }

  /** The same from text; {@code name} is for messages. JSON is read too. */
  public static MigrationFile parse(String name, String yaml) {
    return new MigrationFileReader(name).read(yaml);
  }

  /** A first migration.yaml for these two engines, every setting with a comment. */
  public static String template(String migration, String sourceEngine, String targetEngine) {
    return MigrationTemplate.of(migration, sourceEngine, targetEngine);
  }

  /** The same, going another way. */
  MigrationFile with(MigrationPattern other) {
    return new MigrationFile(
        migration,
        other,
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
        load,
        limits,
        effort,
        team);
  }

  /** Every setting with its value, in the shape of the file; secrets as references. */
  public Map<String, Object> settings() {
    return MigrationSettings.of(this);
  }

  /**
   * Which tables.
   *
   * @param include names, where {@code *} and {@code ?} stand for any letters and any letter
   * @param exclude those that are left out all the same
   */
  public record Tables(List<String> include, List<String> exclude) {
    public Tables {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }

    /** Whether this table is part of the migration. */
    public boolean contains(String table) {
      return include.stream().anyMatch(p -> matches(p, table))
          && exclude.stream().noneMatch(p -> matches(p, table));
    }

    static boolean matches(String pattern, String table) {
      var regex = new StringBuilder();
      for (char c : pattern.toCharArray()) {
        regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(table).matches();
    }
  }

  /**
   * The types of the target's columns.
   *
   * @param lossless columns ({@code table.column}, with {@code *} and {@code ?}) that the idiomatic
   *     profile leaves alone
   */
  public record Types(Profile profile, List<String> lossless) {
    /** Each type as the lossless profile has it. */
    static final Types STANDARD = new Types(Profile.LOSSLESS, List.of());

    public Types {
      lossless = List.copyOf(lossless);
    }

    /** Those of the candidates ({@code table.column}) that are wanted. */
    public Map<String, Idiom> wanted(Map<String, Idiom> candidates) {
      var wanted = new java.util.TreeMap<String, Idiom>();
      if (profile == Profile.IDIOMATIC) {
        candidates.forEach(
            (column, idiom) -> {
              if (lossless.stream().noneMatch(p -> Tables.matches(p, column))) {
                wanted.put(column, idiom);
              }
            });
      }
      return wanted;
    }
  }

  /** How types are chosen. */
  public enum Profile {
    /** Each holds every value of the source's type. */
    LOSSLESS,
    /** The target's own words, where a scan proves that every value fits and goes back alike. */
    IDIOMATIC
  }

  /** The backfill; limits of 0 are none. */
  public record Copy(
      int workers,
      int rowsPerChunk,
      long rowsPerSecondMax,
      long megabytesPerSecondMax,
      int sourceRunningMax,
      long sourceHistoryMax,
      Duration sourceLagMax,
      Duration sourceLatencyMax) {}

  /** Comparisons. */
  public record Verify(int workers, int rowsPerChunk) {}

  /** The control plane: where it listens, and where it keeps its state. */
  public record Control(String address, int port, String stateDirectory) {}

  /**
   * The application, for the code the plan generates and the time its gates take.
   *
   * @param otherAccounts accounts of programs that write the databases without the library
   */
  public record Application(
      List<String> languages, double readsPerSecond, List<String> otherAccounts) {
    public Application {
      languages = List.copyOf(languages);
      otherAccounts = List.copyOf(otherAccounts);
    }
  }

  /**
   * How closely {@code plan} looks.
   *
   * @param activityWindow how long reads and writes are counted
   * @param scanRowsMax a table with more rows is scanned in part, and the plan says so
   * @param scanTimeMax per table
   * @param scanShare the share of the time that the scan may keep the source busy
   * @param keySamplesMax keys of rows with a hazard that the plan names; 0 = none, as keys are
   *     values
   * @param pilotChunks chunks of each table that a pilot copies
   */
  public record SurveySettings(
      Duration activityWindow,
      long scanRowsMax,
      Duration scanTimeMax,
      double scanShare,
      int keySamplesMax,
      int pilotChunks) {}

  /**
   * The load, where the team knows more than a short look tells.
   *
   * @param rowsWrittenPerMinute averaged over a day; 0 = as measured
   * @param writesByHour how a day's writes spread over its 24 hours in UTC, in any unit; empty =
   *     evenly
   * @param targetDiskFree bytes free for the target; 0 = not known
   * @param sourceDiskFree bytes free for the source's log; 0 = not known
   */
  public record Load(
      double rowsWrittenPerMinute,
      List<Double> writesByHour,
      long targetDiskFree,
      long sourceDiskFree) {
    public Load {
      writesByHour = List.copyOf(writesByHour);
      if (!writesByHour.isEmpty() && writesByHour.size() != 24) {
        throw new IllegalArgumentException("load.writesByHour has 24 numbers, one an hour");
      }
      if (writesByHour.stream().anyMatch(w -> !(w >= 0))
          || (!writesByHour.isEmpty()
              && writesByHour.stream().mapToDouble(Double::doubleValue).sum() <= 0)) {
        throw new IllegalArgumentException("load.writesByHour has numbers from 0 on, not all 0");
      }
    }

    /** The rate in that hour of the day, as a multiple of the day's mean. */
    double shape(int hour) {
      if (writesByHour.isEmpty()) {
        return 1;
      }
      double sum = writesByHour.stream().mapToDouble(Double::doubleValue).sum();
      return writesByHour.get(hour) * 24 / sum;
    }
  }

  /**
   * When a plan no longer fits, and how long it may take.
   *
   * @param pilotAgeMax a pilot older than this no longer counts when the migration starts
   * @param sizeDriftMax how far the source's size may have moved since
   * @param gateTimeMax a gate that needs longer makes the plan unfeasible
   */
  public record Limits(Duration pilotAgeMax, double sizeDriftMax, Duration gateTimeMax) {}

  /** Who and why, for the plan; "" where nobody said. */
  public record Team(
      String owner,
      String commander,
      String sourceOwner,
      String targetOwner,
      String applicationOwner,
      String communications,
      List<String> approvers,
      String why,
      String when) {
    public Team {
      approvers = List.copyOf(approvers);
    }
  }
}
