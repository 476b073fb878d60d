package dev.migrationplanner.run;

import dev.migrationplanner.sync.Sync;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Full comparison of all tables of a running migration. */
interface Comparer {

  /**
   * Compares everything; differences that persist at later hops are made pending, reconciled and
   * compared again, and only what is left then is a difference.
   *
   * @return by table; empty if it was called off
   */
  Map<String, Status.TableComparison> compare(Sync sync, AtomicBoolean cancelled) throws Exception;

  /** How it stands, while it runs. */
  List<Status.TableComparison> running();
}
