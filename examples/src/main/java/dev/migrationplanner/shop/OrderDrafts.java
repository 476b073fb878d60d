package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Ledger;
import dev.migrationplanner.ledger.Row;
import dev.migrationplanner.ledger.TableShape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes up the writes around an order: placing it, deleting it, renumbering a line, moving stock.
 */
final class OrderDrafts {

  private static final int LINE_NUMBER_MAX = 60_000;
  private static final int LINES_MAX = 3;
  private static final int RESTOCK_BELOW = 10;

  private final Memory memory;
  private final Ledger ledger;
  private final RandomGenerator random;

  OrderDrafts(Memory memory, Ledger ledger, RandomGenerator random) {
    this.memory = memory;
    this.ledger = ledger;
    this.random = random;
  }

  @Nullable Draft place() {
    long id = memory.newOrder();
    long customer = memory.anyCustomer(random);
    TreeSet<Long> products = new TreeSet<>();
    int lines = 1 + random.nextInt(LINES_MAX);
    while (products.size() < lines) {
      products.add(memory.anyProduct(random));
    }
    return place(id, customer, List.copyOf(products));
  }

  private @Nullable Draft place(long id, long customer, List<Long> products) {
    List<Change> rows = new ArrayList<>();
    List<Change> stock = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    for (long product : products) {
      String price = Words.money(random, 500);
      numbers.add(numbers.size() + 1);
      Row line = NewRows.line(random, id, numbers.size(), product, price);
      long quantity = Long.parseLong(line.notNull("quantity"));
      Change moved = stockChange(product, quantity);
      if (moved == null) {
        return null;
      }
      rows.add(new Change.Insert(line));
      stock.add(moved);
      total = total.add(new BigDecimal(price).multiply(BigDecimal.valueOf(quantity)));
    }
    return order(id, customer, total.toPlainString(), rows, stock, numbers);
  }

  private Draft order(
      long id,
      long customer,
      String total,
      List<Change> lines,
      List<Change> stock,
      List<Integer> numbers) {
    String payment = memory.newPayment();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Insert(NewRows.order(random, id, customer, total, Words.nowMicros())));
    changes.addAll(lines);
    changes.addAll(stock);
    changes.add(new Change.Insert(NewRows.payment(random, payment, id, total, Words.nowMillis())));
    Memory.Parts parts = new Memory.Parts(numbers, payment);
    return new Draft(
        Kind.TRANSACTION, Drafts.customer(customer), changes, () -> memory.addOrder(id, parts));
  }

  @Nullable Draft delete() {
    long id = memory.anyOrder(random);
    Memory.Parts parts = memory.parts(id);
    Row order = ledger.expected(Key.of(ShopTables.ORDERS, "" + id));
    if (parts == null || order == null) {
      return null;
    }
    List<Change> changes = new ArrayList<>();
    if (parts.payment() != null) {
      changes.add(
          Change.Remove.alone(ShopTables.PAYMENTS, Key.of(ShopTables.PAYMENTS, parts.payment())));
    }
    List<Key> lines = parts.lines().stream().map(line -> line(id, line)).toList();
    changes.add(new Change.Remove(ShopTables.ORDERS, order.key(), ShopTables.ORDER_LINES, lines));
    return new Draft(Kind.DELETE, Drafts.customer(order), changes, () -> memory.removeOrder(id));
  }

  @Nullable Draft renumberLine() {
    long id = memory.anyOrder(random);
    Memory.Parts parts = memory.parts(id);
    if (parts == null) {
      return null;
    }
    Row order = ledger.expected(Key.of(ShopTables.ORDERS, "" + id));
    int before = parts.lines().get(0);
    int after = random.nextInt(1_000, LINE_NUMBER_MAX);
    Row row = ledger.expected(line(id, before));
    if (order == null || row == null || parts.lines().contains(after)) {
      return null;
    }
    List<Integer> numbers = new ArrayList<>(parts.lines());
    numbers.set(0, after);
    Memory.Parts renumbered = new Memory.Parts(numbers, parts.payment());
    Change change = new Change.Rekey(row.key(), row.with("line_no", after));
    return Draft.of(Kind.KEY_CHANGE, Drafts.customer(order), change)
        .thenRemember(() -> memory.addOrder(id, renumbered));
  }

  /**
   * Takes from a product's stock, or fills it up where it is low; null for a product that is not
   * there.
   */
  @Nullable Change stockChange(long product, long taken) {
    Row row = ledger.expected(Key.of(ShopTables.STOCK, "" + product));
    if (row == null) {
      return null;
    }
    long quantity = Long.parseLong(row.notNull("quantity"));
    long delta = quantity < RESTOCK_BELOW ? 1_000 : -taken;
    long version = Long.parseLong(row.notNull("version")) + 1;
    Row after =
        row.with("quantity", quantity + delta)
            .with("version", version)
            .with("updated_at", Words.nowMillis());
    return new Change.Update(
        after, List.of("updated_at"), Map.of("quantity", delta, "version", 1L));
  }

  private static Key line(long order, int number) {
    TableShape table = ShopTables.ORDER_LINES;
    return Key.of(table, "" + order, "" + number);
  }
}
