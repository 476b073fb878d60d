package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.PlannedTable;
import java.util.List;
import java.util.Optional;

/**
 * The code an application needs around its writes and reads, for a table of this very plan: Java on
 * the library, other languages on OpenFeature with the same order of writes.
 */
final class ApplicationCode {

  private static final String JAVA_WRITE =
      """
      // Once, at the start of the application. It follows the control plane and never blocks on it.
      static Migration open(DataSource source, DataSource target) {
        Options options = new Options("${migration}", URI.create("${control}"), Path.of("migration-state"));
        return Migration.open(options, source, target);
      }

      // The authority first, in a transaction of its own behind the fence; then the other side, by Stage.
      // Its failure never reaches the caller: it is counted, and the row becomes pending for the sync.
      static int write(Migration migration, String ${routing}, Work<Integer> statement) throws SQLException {
        return migration.write(
            ${routing}, List.of(RowKey.of("${table}", "${key}", ${routing})), statement);
      }
      """;

  private static final String JAVA_READ =
      """
      // Answers from the side the Stage and the cohort say; a shadow runs beside, bounded, and is compared.
      static <T> T read(Migration migration, String ${routing}, Work<T> query) throws SQLException {
        return migration.read(
            ${routing}, "${table}", query, Comparison.byEquals(RowKey.of("${table}", "${key}", ${routing})));
      }
      """;

  private static final String JAVA_PIN =
      """
      // One Stage for a whole request, so that it never sees both sides.
      static void handle(Migration migration, Runnable request) {
        try (RequestScope scope = migration.pin()) {
          request.run();
        }
      }
      """;

  private static final String TYPESCRIPT_WRITE =
      """
      import { OpenFeature } from '@openfeature/server-sdk';
      import { OFREPProvider } from '@openfeature/ofrep-provider';

      await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: '${control}' }));
      const flags = OpenFeature.getClient();

      // Each write first takes the fence of the side it writes (docs/decisions/0001): see `fenced`.
      export async function write(${routing}: string, statement: (side: 'source' | 'target') => Promise<void>) {
        const context = { targetingKey: ${routing} };
        const stage = await flags.getStringValue('${migration}.stage', 'OFF', context);
        const targetFirst = stage === 'RAMP_DOWN' || stage === 'COMPLETE';
        await statement(targetFirst ? 'target' : 'source');          // the authority: its error is the caller's
        if (['DUAL_WRITE', 'SHADOW', 'LIVE'].includes(stage)) {
          await statement('target').catch((error) => reportSecondaryFailure('${table}', ${routing}, error));
        }
      }
      """;

  private static final String TYPESCRIPT_READ =
      """
      export async function read<T>(${routing}: string, query: (side: 'source' | 'target') => Promise<T>): Promise<T> {
        const context = { targetingKey: ${routing} };
        const stage = await flags.getStringValue('${migration}.stage', 'OFF', context);
        const readsNew = await flags.getBooleanValue('${migration}.reads-new', false, context);
        const answer = await query(readsNew ? 'target' : 'source');
        if (stage === 'SHADOW' || stage === 'LIVE') {
          shadow(() => query(readsNew ? 'source' : 'target'), answer, '${table}', ${routing});   // never awaited
        }
        return answer;
      }
      """;

  private static final String PYTHON_WRITE =
      """
      from openfeature import api
      from openfeature.contrib.provider.ofrep import OFREPProvider
      from openfeature.evaluation_context import EvaluationContext

      api.set_provider(OFREPProvider("${control}"))
      flags = api.get_client()


      def write(${routing}: str, statement) -> None:
          \"""Each write first takes the fence of the side it writes (docs/decisions/0001).\"""
          context = EvaluationContext(targeting_key=${routing})
          stage = flags.get_string_value("${migration}.stage", "OFF", context)
          statement("target" if stage in ("RAMP_DOWN", "COMPLETE") else "source")  # the authority: errors are the caller's
          if stage in ("DUAL_WRITE", "SHADOW", "LIVE"):
              try:
                  statement("target")
              except Exception as error:  # counted and reported by key, never the caller's
                  report_secondary_failure("${table}", ${routing}, error)
      """;

  private static final String PYTHON_READ =
      """
      def read(${routing}: str, query):
          context = EvaluationContext(targeting_key=${routing})
          stage = flags.get_string_value("${migration}.stage", "OFF", context)
          reads_new = flags.get_boolean_value("${migration}.reads-new", False, context)
          answer = query("target" if reads_new else "source")
          if stage in ("SHADOW", "LIVE"):
              shadow(lambda: query("source" if reads_new else "target"), answer, "${table}", ${routing})  # in the background
          return answer
      """;

  private final Plan plan;
  private final MigrationFile file;

  ApplicationCode(Plan plan) {
    this.plan = plan;
    this.file = plan.file();
  }

  /** The code that a phase asks for, by language; none where it asks for none. */
  List<Snippet> phase(int phase) {
    if (file.pattern() == MigrationPattern.SYNC_ONLY) {
      return List.of();
    }
    return switch (phase) {
      case 1 -> snippets(JAVA_WRITE, TYPESCRIPT_WRITE, PYTHON_WRITE);
      case 3 -> snippets(JAVA_READ, TYPESCRIPT_READ, PYTHON_READ);
      case 4 -> snippets(JAVA_PIN, "", "");
      default -> List.of();
    };
  }

  private List<Snippet> snippets(String java, String typescript, String python) {
    return file.application().languages().stream()
        .map(
            language ->
                new Snippet(
                    language,
                    filled(
                        language.equals("java")
                            ? java
                            : language.equals("python") ? python : typescript)))
        .filter(s -> !s.text().isEmpty())
        .toList();
  }

  private String filled(String template) {
    Optional<PlannedTable> table = example();
    String key = table.map(t -> t.key().get(0)).orElse("id");
    return template
        .replace("${migration}", plan.migration())
        .replace("${control}", "http://" + file.control().address() + ":" + file.control().port())
        .replace("${table}", literal(table.map(PlannedTable::source).orElse("table")))
        .replace("${key}", literal(key))
        .replace("${routing}", name(key));
  }

  /** The biggest table with a key of one column: the one most worth a look. */
  private Optional<PlannedTable> example() {
    return plan.tables().stream()
        .filter(t -> t.key().size() == 1)
        .max(
            java.util.Comparator.comparingLong(PlannedTable::rowsAbout)
                .thenComparing(PlannedTable::source, java.util.Comparator.reverseOrder()));
  }

  private static String literal(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "\\'").replace("\n", " ");
  }

  private static String name(String column) {
    String name = column.replaceAll("[^A-Za-z0-9_]", "_") + "Key";
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  /** Code in one language. */
  record Snippet(String language, String text) {}
}
