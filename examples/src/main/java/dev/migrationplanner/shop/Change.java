package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Effect;
import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Row;
import dev.migrationplanner.ledger.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One statement of a write: as the authority runs it, as the other side mirrors it, and what it
 * leaves behind.
 */
sealed interface Change {

  /** Runs on the authority; a row that should be there and is not fails the write. */
  void onAuthority(Statements statements) throws SQLException;

  /** Makes the same rows on the other side, which may have them already, or not yet. */
  void onOther(Statements statements) throws SQLException;

  List<Effect> effects();

  record Insert(Row row) implements Change {
    @Override
    public void onAuthority(Statements statements) throws SQLException {
      statements.insert(row);
    }

    @Override
    public void onOther(Statements statements) throws SQLException {
      statements.upsert(row);
    }

    @Override
    public List<Effect> effects() {
      return List.of(new Effect.Put(row));
    }
  }

  /**
   * Changes columns of a row.
   *
   * @param after the whole row as it will be
   * @param set columns that get this row's values
   * @param add columns to which the authority adds, so that a lost write before shows for ever
   */
  record Update(Row after, List<String> set, Map<String, Long> add) implements Change {
    @Override
    public void onAuthority(Statements statements) throws SQLException {
      require(statements.update(after, set, add), after.key());
    }

    @Override
    public void onOther(Statements statements) throws SQLException {
      List<String> all = new ArrayList<>(set);
      all.addAll(add.keySet());
      if (!statements.update(after, all, Map.of())) {
        statements.upsert(after);
      }
    }

    @Override
    public List<Effect> effects() {
      return List.of(new Effect.Put(after));
    }
  }

  /** Gives a row another primary key. */
  record Rekey(Key before, Row after) implements Change {
    @Override
    public void onAuthority(Statements statements) throws SQLException {
      require(statements.rekey(before, after), before);
    }

    @Override
    public void onOther(Statements statements) throws SQLException {
      statements.delete(after.table(), before);
      statements.upsert(after);
    }

    @Override
    public List<Effect> effects() {
      return List.of(new Effect.Removed(before), new Effect.Put(after));
    }
  }

  /**
   * Deletes a row.
   *
   * @param children rows that the database deletes with it
   */
  record Remove(TableShape table, Key key, TableShape childTable, List<Key> children)
      implements Change {
    static Remove alone(TableShape table, Key key) {
      return new Remove(table, key, table, List.of());
    }

    @Override
    public void onAuthority(Statements statements) throws SQLException {
      require(statements.delete(table, key), key);
    }

    @Override
    public void onOther(Statements statements) throws SQLException {
      for (Key child : children) {
        statements.delete(childTable, child);
      }
      statements.delete(table, key);
    }

    @Override
    public List<Effect> effects() {
      List<Effect> effects = new ArrayList<>();
      children.forEach(child -> effects.add(new Effect.Removed(child)));
      effects.add(new Effect.Removed(key));
      return effects;
    }
  }

  private static void require(boolean found, Key key) throws SQLException {
    if (!found) {
      throw new SQLException(
          "A row of " + key.table() + " that was acknowledged before is not there.");
    }
  }
}
