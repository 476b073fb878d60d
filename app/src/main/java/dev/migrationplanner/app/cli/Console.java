package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command speaks: results on standard output, progress and errors on standard error, so
 * that a pipe gets results only. With {@code --json} standard output gets one JSON object and
 * nothing else.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final boolean colours;

  public Console(PrintStream out, PrintStream err, boolean terminal, boolean colours) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.colours = colours;
  }

  /** This process's, with colours on a terminal where NO_COLOR is not set. */
  static Console ofProcess() {
    boolean terminal = interactive(System.console());
    boolean wanted = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    boolean able = !"dumb".equals(System.getenv("TERM"));
    return new Console(System.out, System.err, terminal, terminal && wanted && able);
  }

  /** Since Java 22 there is a console without a terminal, too; it must be asked. */
  private static boolean interactive(java.io.@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException older) {
      return true;
    } catch (ReflectiveOperationException hidden) {
      return false;
    }
  }

  boolean terminal() {
    return terminal;
  }

  /** A line of the result. */
  public void line(String text) {
    out.println(text);
  }

  /** The result as one JSON object. */
  public void json(Object value) {
    out.println(JsonText.print(value));
  }

  /** A line about what is going on. */
  public void note(String text) {
    err.println(text);
  }

  /** A line that the next one overwrites; on a terminal only. */
  void fleeting(String text) {
    err.print("\r\033[2K" + text);
    err.flush();
  }

  void clearFleeting() {
    if (terminal) {
      fleeting("");
    }
  }

  void fail(Failure failure, boolean json) {
    if (json) {
      json(errorObject(failure));
    }
    Story story = failure.story();
    note(Colour.RED.paint("error:", colours) + " " + story.what());
    part("where", story.where());
    part("why", story.why());
    part("do", story.remedy());
  }

  private void part(String name, String text) {
    if (!text.isBlank()) {
      String indented = text.strip().replace("\n", "\n         ");
      note(String.format(Locale.ROOT, "%7s: %s", name, indented));
    }
  }

  private static Map<String, Object> errorObject(Failure failure) {
    Map<String, String> error = new LinkedHashMap<>();
    error.put("what", failure.story().what());
    error.put("where", failure.story().where());
    error.put("why", failure.story().why());
    error.put("do", failure.story().remedy());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("error", error);
    object.put("exitCode", failure.exit().code());
    return object;
  }

  /** The text in a colour, where there are colours. */
  public String paint(Colour colour, String text) {
    return colour.paint(text, colours);
  }

  /** The few colours used, by what they mean. */
  public enum Colour {
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BOLD("1"),
    FAINT("2");

    private final String code;

    Colour(String code) {
      this.code = code;
    }

    String paint(String text, boolean colours) {
      return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
  }
}
