package dev.migrationplanner.database.mysql;

import java.util.Map;
import java.util.TreeMap;

/** How far a log was read: the place, and the GTIDs that prove whose history it is. */
final class LogCursor {

  private static final long FILE_4G = 1L << 32;

  private final boolean mariaDb;
  private final String identity;
  private final Map<String, String> domains = new TreeMap<>();
  private final GtidSet executed;
  private final GtidSet skipped;
  private BinlogPlace place;

  LogCursor(Flavour flavour, LogAddress from) {
    this.mariaDb = flavour.isMariaDb();
    this.identity = from.identity();
    this.place = from.place();
    this.executed = GtidSet.parse(mariaDb ? "" : from.gtids());
    this.skipped = GtidSet.parse(mariaDb ? "" : from.gtids());
    if (mariaDb) {
      for (String gtid : from.gtids().replace(" ", "").split(",")) {
        setDomain(gtid);
      }
    }
  }

  private void setDomain(String gtid) {
    if (!gtid.isEmpty()) {
      domains.put(gtid.substring(0, gtid.indexOf('-')), gtid);
    }
  }

  BinlogPlace place() {
    return place;
  }

  LogAddress address() {
    return new LogAddress(
        identity, place, mariaDb ? String.join(",", domains.values()) : executed.text());
  }

  /** The log goes on in another file; false if that is no news. */
  boolean rotate(BinlogPlace next) {
    return advance(next);
  }

  /** Something between two transactions ended at that offset; false if that is no news. */
  boolean pass(long next) {
    long high = place.offset() / FILE_4G * FILE_4G;
    return advance(new BinlogPlace(place.file(), high + next));
  }

  private boolean advance(BinlogPlace next) {
    boolean news = next.compareTo(place) > 0;
    place = news ? next : place;
    return news;
  }

  /**
   * A transaction ended. Offsets are told in 32 bits, and one transaction can make a file longer:
   * within a file its ends only grow.
   */
  void commit(String gtid, long next) {
    long high = place.offset() / FILE_4G * FILE_4G;
    long offset = high + next < place.offset() ? high + next + FILE_4G : high + next;
    place = new BinlogPlace(place.file(), offset);
    if (mariaDb) {
      setDomain(gtid);
    } else {
      executed.add(gtid);
    }
  }

  /** Whether the transaction was visible at the start already, and is not to be delivered. */
  boolean skips(String gtid) {
    return !mariaDb && skipped.contains(gtid);
  }

  /** What the transaction that ended last is called in terms of visibility. */
  String tag(String gtid) {
    return mariaDb ? place.toString() : gtid;
  }
}
