package dev.migrationplanner.survey;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Strangers;
import dev.migrationplanner.database.Strangers.Stranger;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.MigrationPattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The statements that shut out, and let in again, whoever writes without the library. With the
 * library these are the accounts that the settings name. Without it they are all that may write:
 * the application itself is among them, on the target by the same name.
 */
record Outsiders(Statements source, Statements target) {

  /** For a DBA to run on one side. */
  record Statements(List<String> shutOut, List<String> letIn) {
    private static final Statements NONE = new Statements(List.of(), List.of());

    Statements {
      shutOut = List.copyOf(shutOut);
      letIn = List.copyOf(letIn);
    }

    static Statements of(Strangers strangers, Collection<String> accounts) {
      var named = List.copyOf(accounts);
      return named.isEmpty()
          ? new Statements(List.of(strangers.find()), List.of())
          : new Statements(strangers.shutOut(named), strangers.letIn(named));
    }
  }

  static Outsiders of(MigrationFile file, Database source, Database target) {
    var onSource = new TreeSet<>(file.application().otherAccounts());
    if (file.pattern() != MigrationPattern.SYNC_ONLY) {
      return new Outsiders(Statements.of(source.strangers(), onSource), Statements.NONE);
    }
    onSource.addAll(writers(source));
    var onTarget = new TreeSet<>(writers(target));
    onSource.forEach(account -> onTarget.add(userOf(account)));
    return new Outsiders(
        Statements.of(source.strangers(), onSource), Statements.of(target.strangers(), onTarget));
  }

  /** Administrators are left to people: no plan locks them out. What we may not see is not told. */
  private static List<String> writers(Database database) {
    var writers = new ArrayList<String>();
    try (Connection connection = database.connect(Use.READ)) {
      for (Stranger stranger : database.strangers().look(connection).strangers()) {
        if (!stranger.administrator()) {
          writers.add(stranger.account());
        }
      }
    } catch (SQLException e) {
      return List.of();
    }
    return writers;
  }

  private static String userOf(String account) {
    int at = account.lastIndexOf('@');
    return at < 0 ? account : account.substring(0, at);
  }
}
