package dev.migrationplanner.app.http;

import dev.migrationplanner.run.Control;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The migrations that one control plane serves, by name. Thread-safe. */
public final class Migrations {
  private static final int MIGRATIONS_MAX = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Map<String, Control> byName = new ConcurrentSkipListMap<>();

  /** Serves a migration, in place of one of the same name. */
  public Migrations add(String name, Control control) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A migration's name has 1 to 64 letters, digits, '.', '_' or '-'.");
    }
    if (byName.size() >= MIGRATIONS_MAX) {
      throw new IllegalStateException(
          "One control plane serves at most " + MIGRATIONS_MAX + " migrations.");
    }
    byName.put(name, control);
    return this;
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Control get(String name) {
    Control found = byName.get(name);
    if (found == null) {
      throw new Refusal(
          404,
          "no-such-migration",
          "There is no migration of that name here. GET /v1/migrations lists them.");
    }
    return found;
  }
}
