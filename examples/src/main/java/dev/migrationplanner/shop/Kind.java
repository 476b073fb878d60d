package dev.migrationplanner.shop;

/** What a write of the shop does; every kind of statement that a migration can stumble over. */
public enum Kind {
  /** A new customer or a new session. */
  INSERT(26),
  /** Stock moves, a price changes, a customer edits the profile. */
  UPDATE(32),
  /** A session ends; an order goes, and the database deletes its lines by cascade. */
  DELETE(10),
  /** An order is placed: order, lines, stock and payment in one transaction. */
  TRANSACTION(18),
  /** A primary key gets another value: a session's token, an order line's number. */
  KEY_CHANGE(8),
  /** Two products swap their unique article numbers in one transaction. */
  UNIQUE_SWAP(6);

  /** How many of a hundred writes are of this kind. */
  final int percent;

  Kind(int percent) {
    this.percent = percent;
  }

  /** The kind that a number from 0 to 99 stands for. */
  static Kind at(int hundredth) {
    int left = hundredth;
    for (Kind kind : values()) {
      left -= kind.percent;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalArgumentException("Not a number from 0 to 99: " + hundredth);
  }
}
