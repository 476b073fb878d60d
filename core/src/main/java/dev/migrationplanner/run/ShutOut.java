package dev.migrationplanner.run;

import dev.migrationplanner.database.Strangers;
import dev.migrationplanner.database.Strangers.Seen;
import dev.migrationplanner.database.Strangers.Stranger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who of those that a look saw must still be shut out, after the decisions that name an account:
 * {@code library-only} writes through the library alone, so that its epoch fences it; {@code
 * may-stay} is answered for by whoever decided it.
 *
 * @param left 0 if nobody is
 * @param text what was seen, and what to do about it
 */
record ShutOut(long left, String text) {

  static final String SUBJECT = "account/";
  private static final String LIBRARY_ONLY = "library-only";
  private static final String MAY_STAY = "may-stay";
  private static final int NAMED_MAX = 10;

  static ShutOut of(
      Seen seen,
      Strangers statements,
      Map<String, MigrationState.Decision> decisions,
      boolean library) {
    List<Stranger> left =
        seen.strangers().stream()
            .filter(s -> !stays(decisions.get(SUBJECT + s.account()), library))
            .toList();
    long count = left.size() + seen.preparedTransactions() + (seen.schedulerRuns() ? 1 : 0);
    return new ShutOut(
        count,
        count == 0
            ? "nobody but us can write it" + staying(seen.strangers())
            : who(seen, left) + ". " + remedy(left, statements));
  }

  /** What may be decided on an account. */
  static Set<String> choices(boolean library) {
    return library ? Set.of(LIBRARY_ONLY, MAY_STAY) : Set.of(MAY_STAY);
  }

  private static boolean stays(MigrationState.@Nullable Decision decision, boolean library) {
    return decision != null && choices(library).contains(decision.choice());
  }

  private static String staying(List<Stranger> strangers) {
    return strangers.isEmpty()
        ? ""
        : ", and by decision "
            + strangers.stream().map(Stranger::account).collect(Collectors.joining(", "));
  }

  private static String who(Seen seen, List<Stranger> left) {
    var parts = new ArrayList<String>();
    left.stream().limit(NAMED_MAX).map(ShutOut::words).forEach(parts::add);
    if (left.size() > NAMED_MAX) {
      parts.add((left.size() - NAMED_MAX) + " more accounts");
    }
    if (seen.preparedTransactions() > 0) {
      parts.add(
          seen.preparedTransactions() + " prepared transaction(s) can be committed by anybody");
    }
    if (seen.schedulerRuns()) {
      parts.add("the event scheduler runs events");
    }
    return String.join("; ", parts);
  }

  private static String words(Stranger stranger) {
    String sessions = stranger.sessions() == 0 ? "" : stranger.sessions() + " open session(s)";
    return stranger.mayWrite()
        ? stranger.account() + " may write" + (sessions.isEmpty() ? "" : ", " + sessions)
        : stranger.account() + " has " + sessions;
  }

  /** An administrator is not to be locked out of the server by a copied line. */
  private static String remedy(List<Stranger> left, Strangers statements) {
    List<Stranger> named = left.stream().limit(NAMED_MAX).toList();
    List<String> accounts =
        named.stream().filter(s -> !s.administrator()).map(Stranger::account).toList();
    String text = "As a DBA: " + String.join("; ", statements.shutOut(accounts));
    List<String> administrators =
        named.stream().filter(Stranger::administrator).map(Stranger::account).toList();
    return administrators.isEmpty()
        ? text
        : text
            + ". For an administrator who will not write: "
            + administrators.stream()
                .map(a -> "migration-planner decide " + SUBJECT + a + " " + MAY_STAY + " --why ...")
                .collect(Collectors.joining("; "));
  }
}
