package dev.migrationplanner.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Holds the databases to the ledger, at a barrier: the application writes nothing, and the sides
 * are synced.
 *
 * <p>On each side every acknowledged operation must be in the audit table exactly once, every row
 * must be the last acknowledged one, no removed key may be there and nothing that nobody wrote. An
 * operation of unknown outcome may stand or not, with all its rows, but alike on both sides. Then
 * both sides are compared row by row. The judge uses plain SQL on one connection a side.
 */
public final class Judge {

  /** How many samples of each fault a judgement carries at most. */
  public static final int SAMPLES_MAX = 20;

  private final Ledger ledger;
  private final Charges charges = new Charges();
  private long comparedRows;

  private Judge(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Judges both sides and compares them. */
  public static Judgement judge(Ledger ledger, Connection source, Connection target)
      throws SQLException {
    Map<String, Connection> sides = new LinkedHashMap<>();
    sides.put("source", source);
    sides.put("target", target);
    synchronized (ledger) {
      return new Judge(ledger).judge(sides);
    }
  }

  /** Judges one database alone: before a migration, or after it. */
  public static Judgement judgeAlone(Ledger ledger, String side, Connection connection)
      throws SQLException {
    synchronized (ledger) {
      return new Judge(ledger).judge(Map.of(side, connection));
    }
  }

  private Judgement judge(Map<String, Connection> sides) throws SQLException {
    if (ledger.operations().inFlight() > 0) {
      throw new IllegalStateException(
          ledger.operations().inFlight()
              + " operations are in flight: pause the traffic before judging.");
    }
    Map<String, AuditScan> audits = new LinkedHashMap<>();
    for (Map.Entry<String, Connection> side : sides.entrySet()) {
      audits.put(side.getKey(), auditOf(side.getKey(), side.getValue()));
    }
    compare(ledger.audit().shape(), sides, audits.values().stream().map(AuditScan::rows).toList());
    for (ExpectedRows expected : ledger.expectedRows()) {
      table(expected, sides, audits);
    }
    return judgement();
  }

  private AuditScan auditOf(String side, Connection connection) throws SQLException {
    AuditScan scan = new AuditScan(ledger, side, charges);
    scan.read(connection);
    comparedRows += scan.rows().size();
    return scan;
  }

  private void table(
      ExpectedRows expected, Map<String, Connection> sides, Map<String, AuditScan> audits)
      throws SQLException {
    Map<String, TableScan> scans = new LinkedHashMap<>();
    for (Map.Entry<String, AuditScan> audit : audits.entrySet()) {
      Map<String, Effect> standing = standing(expected.table(), audit.getValue().standing());
      TableScan scan = new TableScan(expected, standing, audit.getKey(), charges);
      scan.read(Objects.requireNonNull(sides.get(audit.getKey())));
      comparedRows += scan.rows().size();
      scans.put(audit.getKey(), scan);
    }
    compare(expected.table(), sides, scans.values().stream().map(TableScan::rows).toList());
  }

  private Map<String, Effect> standing(TableShape table, Set<Long> operations) {
    Map<String, Effect> effects = new HashMap<>();
    for (Ledger.InDoubt doubt : ledger.inDoubt()) {
      for (Effect effect :
          operations.contains(doubt.operation()) ? doubt.effects() : List.<Effect>of()) {
        if (effect.key().table().equals(table.name())) {
          effects.put(effect.key().text(), effect);
        }
      }
    }
    return effects;
  }

  private void compare(
      TableShape table, Map<String, Connection> sides, List<Map<String, Long>> rows)
      throws SQLException {
    if (rows.size() < 2) {
      return;
    }
    Set<String> keys = new HashSet<>(rows.get(0).keySet());
    keys.addAll(rows.get(1).keySet());
    for (String key : keys) {
      if (!Objects.equals(rows.get(0).get(key), rows.get(1).get(key))) {
        Key parsed = Key.parse(table.name(), key);
        charges.add(Fault.DIFFERENT, "both", "row " + parsed, details(table, parsed, sides));
      }
    }
  }

  private String details(TableShape table, Key key, Map<String, Connection> sides)
      throws SQLException {
    if (charges.count(Fault.DIFFERENT) >= SAMPLES_MAX) {
      return "";
    }
    Map<String, Row> found = new LinkedHashMap<>();
    for (Map.Entry<String, Connection> side : sides.entrySet()) {
      Row row = Rows.find(side.getValue(), table, key);
      if (row == null) {
        return "is not on the " + side.getKey();
      }
      found.put(side.getKey(), row);
    }
    List<Row> both = List.copyOf(found.values());
    return "differs in " + TableScan.differing(both.get(0), both.get(1));
  }

  private Judgement judgement() {
    return new Judgement(
        charges.count(Fault.LOST),
        charges.count(Fault.DUPLICATED),
        charges.count(Fault.RESURRECTED),
        charges.count(Fault.PHANTOM),
        charges.count(Fault.DIFFERENT),
        ledger.operations().count(Outcome.ACKNOWLEDGED),
        ledger.operations().count(Outcome.UNKNOWN),
        comparedRows,
        charges.samples());
  }
}
