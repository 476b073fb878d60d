package dev.migrationplanner.plan;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a YAML file while it is read. Every setting is asked for by name, with its
 * default; what nobody asked for by {@link #end} is an error that names the nearest setting there
 * is.
 */
final class Section {

  private final Problems problems;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new TreeMap<>();
  private final Map<String, Integer> lines = new TreeMap<>();
  private final List<String> order = new ArrayList<>();
  private final List<String> known = new ArrayList<>();

  Section(Problems problems, String path, @Nullable Node node, int line) {
    this.problems = problems;
    this.path = path;
    this.line = line;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::take);
    } else if (node != null && !isEmpty(node)) {
      problems.add(
          lineOf(node), label() + " must be a block of settings, one \"name: value\" a line");
    }
  }

  private void take(NodeTuple tuple) {
    String name =
        tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "(not a plain name)";
    int at = lineOf(tuple.getKeyNode());
    if (values.putIfAbsent(name, tuple.getValueNode()) != null) {
      problems.add(at, "\"" + path + name + "\" is set twice; keep one of them");
    }
    lines.put(name, at);
    order.add(name);
  }

  /** The block of that name; an empty one where it is left out. */
  Section section(String name) {
    Node node = node(name);
    return new Section(problems, path + name + ".", node, lines.getOrDefault(name, line));
  }

  /** The blocks of a list. */
  List<Section> sections(String name) {
    var sections = new ArrayList<Section>();
    if (node(name) instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        sections.add(new Section(problems, path + name + "[].", item, lineOf(item)));
      }
    }
    return sections;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A text that must be there; "" and a problem if it is not. */
  String required(String name) {
    String text = text(name, "");
    if (text.isEmpty()) {
      problem(name, "\"" + path + name + "\" is missing; add it");
    }
    return text;
  }

  String text(String name, String standard) {
    Node node = node(name);
    if (node == null) {
      return standard;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(name, "\"" + path + name + "\" must be one value");
    return standard;
  }

  int whole(String name, int standard, int least, int most) {
    return (int) whole(name, (long) standard, least, most);
  }

  long whole(String name, long standard, long least, long most) {
    return parsed(
        name,
        standard,
        text -> {
          long value = Long.parseLong(text.replace("_", ""));
          if (value < least || value > most) {
            throw new NumberFormatException();
          }
          return value;
        },
        "a whole number from " + least + " to " + most);
  }

  double number(String name, double standard) {
    return parsed(name, standard, Double::valueOf, "a number");
  }

  /** A share: 0.001 or 0.1 %. */
  double share(String name, double standard) {
    return parsed(name, standard, Spelling::share, "a share such as 0.001 or \"0.1 %\"");
  }

  boolean yes(String name, boolean standard) {
    return parsed(
        name,
        standard,
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException();
          }
          return text.equals("true");
        },
        "true or false");
  }

  Duration duration(String name, Duration standard) {
    return parsed(name, standard, Spelling::duration, "a time such as 30s, 10m, 24h or 2d");
  }

  <E extends Enum<E>> E word(String name, Class<E> type, E standard) {
    var words = new TreeMap<String, E>();
    for (E value : type.getEnumConstants()) {
      words.put(Spelling.of(value), value);
    }
    return parsed(
        name,
        standard,
        text -> {
          E value = words.get(text);
          if (value == null) {
            throw new IllegalArgumentException();
          }
          return value;
        },
        "one of " + String.join(", ", words.keySet()));
  }

  List<String> texts(String name, List<String> standard) {
    Node node = node(name);
    if (node == null) {
      return standard;
    }
    if (node instanceof SequenceNode list
        && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      return list.getValue().stream().map(n -> ((ScalarNode) n).getValue()).toList();
    }
    problem(name, "\"" + path + name + "\" must be a list, e.g. [one, two]");
    return standard;
  }

  List<Integer> wholes(String name, List<Integer> standard) {
    List<String> texts = texts(name, standard.stream().map(String::valueOf).toList());
    try {
      return texts.stream().map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      problem(name, "\"" + path + name + "\" must be a list of whole numbers, e.g. [100, 1000]");
      return standard;
    }
  }

  List<Double> numbers(String name) {
    List<String> texts = texts(name, List.of());
    try {
      return texts.stream().map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      problem(name, "\"" + path + name + "\" must be a list of numbers, e.g. [1, 2.5]");
      return List.of();
    }
  }

  /** Times by name. */
  Map<String, Duration> durations(String name) {
    var durations = new TreeMap<String, Duration>();
    Section section = section(name);
    for (String key : section.values.keySet()) {
      durations.put(key, section.duration(key, Duration.ZERO));
    }
    return durations;
  }

  /** A number of bytes, such as 900GiB; 0 where it is left out. */
  long size(String name) {
    return parsed(name, 0L, Spelling::bytes, "a size such as 512MiB or 1.5TiB");
  }

  /** The names that are set here, in the file's order. */
  List<String> names() {
    return List.copyOf(order);
  }

  Map<String, String> map(String name) {
    var map = new TreeMap<String, String>();
    Section section = section(name);
    for (String key : section.values.keySet()) {
      map.put(key, section.text(key, ""));
    }
    return map;
  }

  /** A value whose constructor checks it: its complaint becomes a problem here. */
  <T> Optional<T> build(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      problems.add(line, label() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  void problem(String name, String text) {
    problems.add(lines.getOrDefault(name, line), text);
  }

  /** Nothing here is of interest. */
  void pass() {
    known.addAll(order);
  }

  /** After all settings were asked for: the rest is unknown. */
  void end() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        problem(name, "unknown setting \"" + path + name + "\"; " + hint(name));
      }
    }
  }

  private String hint(String name) {
    return NearestName.to(name, known)
        .map(near -> "did you mean \"" + path + near + "\"?")
        .orElse("known here are " + String.join(", ", known.stream().sorted().toList()));
  }

  private @Nullable Node node(String name) {
    known.add(name);
    Node node = values.get(name);
    return node == null || isEmpty(node) ? null : node;
  }

  private <T> T parsed(String name, T standard, Function<String, T> parser, String wanted) {
    String text = text(name, "");
    if (text.isEmpty()) {
      return standard;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      problem(name, "\"" + path + name + "\" must be " + wanted);
      return standard;
    }
  }

  private String label() {
    return path.isEmpty() ? "the file" : "\"" + path.substring(0, path.length() - 1) + "\"";
  }

  private static boolean isEmpty(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
