package dev.migrationplanner.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of a catalogue as Java, TypeScript and Python can say them. */
final class CodeNames {

  /** Words of any of the three languages, and names the generated code uses itself. */
  private static final Set<String> TAKEN =
      Set.of(
          "abstract",
          "and",
          "any",
          "as",
          "assert",
          "async",
          "await",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "debugger",
          "def",
          "default",
          "del",
          "delete",
          "do",
          "double",
          "elif",
          "else",
          "enum",
          "except",
          "export",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "from",
          "function",
          "global",
          "goto",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "int",
          "interface",
          "is",
          "lambda",
          "let",
          "long",
          "native",
          "new",
          "none",
          "nonlocal",
          "not",
          "null",
          "or",
          "package",
          "pass",
          "private",
          "protected",
          "public",
          "raise",
          "record",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "typeof",
          "undefined",
          "var",
          "void",
          "volatile",
          "while",
          "with",
          "yield",
          "row",
          "migration",
          "side",
          "statement",
          "transaction",
          "transact",
          "cursor",
          "tx",
          "arguments",
          "eval",
          "wait",
          "notify",
          "clone",
          "finalize",
          "hash",
          "equals");

  private CodeNames() {}

  /** {@code order_lines} to {@code OrderLines}. */
  static String type(String table) {
    var name = new StringBuilder();
    for (String word : words(table)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.length() == 0 || Character.isDigit(name.charAt(0)) ? "T" + name : name.toString();
  }

  /** {@code created_at} to {@code createdAt}. */
  static String field(String column) {
    String type = type(column);
    String name = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    return TAKEN.contains(name.toLowerCase(Locale.ROOT)) ? name + "Value" : name;
  }

  /** {@code OrderLines} to {@code order_lines}. */
  static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** The same fields, no two of the same name. */
  static List<CodeField> distinct(List<CodeField> fields) {
    var taken = new HashSet<String>();
    var named = new ArrayList<CodeField>();
    for (CodeField field : fields) {
      String name = field.name();
      for (int n = 2; !taken.add(snake(name)); n++) {
        name = field.name() + n;
      }
      named.add(field.named(name));
    }
    return named;
  }

  private static List<String> words(String name) {
    var words = new ArrayList<String>();
    for (String word : name.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        words.add(
            word.equals(word.toUpperCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word);
      }
    }
    return words;
  }
}
