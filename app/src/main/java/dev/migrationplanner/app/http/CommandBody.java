package dev.migrationplanner.app.http;

import dev.migrationplanner.run.Command;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The JSON of a command; all but {@code command} and {@code who} may be left out. */
record CommandBody(
    @Nullable String command,
    @Nullable Integer to,
    @Nullable String subject,
    @Nullable String choice,
    @Nullable String who,
    @Nullable String why) {
  private static final int NAME_MAX = 200;
  private static final int TEXT_MAX = 2_000;

  Command toCommand() {
    String person = bounded("who", who, NAME_MAX);
    if (person.isBlank()) {
      throw new Refusal(400, "who-missing", "A command goes on record: say \"who\" asks for it.");
    }
    return new Command(
        kind(),
        to == null ? -1 : to,
        bounded("subject", subject, NAME_MAX),
        bounded("choice", choice, NAME_MAX),
        person,
        bounded("why", why, TEXT_MAX));
  }

  private Command.Kind kind() {
    String word = command == null ? "" : command;
    return Arrays.stream(Command.Kind.values())
        .filter(kind -> word(kind).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new Refusal(400, "no-such-command", "\"command\" must be one of " + words()));
  }

  private static String words() {
    return Arrays.stream(Command.Kind.values())
        .map(CommandBody::word)
        .collect(Collectors.joining(", ", "", "."));
  }

  private static String word(Command.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String bounded(String name, @Nullable String text, int lengthMax) {
    if (text != null && text.length() > lengthMax) {
      throw new Refusal(
          400, "too-long", "\"" + name + "\" has more than " + lengthMax + " characters.");
    }
    return text == null ? "" : text;
  }
}
