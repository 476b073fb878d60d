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
 * Makes up the shop's writes. A draft says what its rows will be from what the ledger last saw
 * acknowledged; null where the chance pick hit something that another write is just changing, so
 * that one draws again.
 */
final class Drafts {

  private static final int LINE_NUMBER_MAX = 60_000;
  private static final int LINES_MAX = 3;
  private static final int RESTOCK_BELOW = 10;

  private final Memory memory;
  private final Ledger ledger;
  private final RandomGenerator random;

  Drafts(Memory memory, Ledger ledger, RandomGenerator random) {
    this.memory = memory;
    this.ledger = ledger;
    this.random = random;
  }

  /** A write of one of the kinds, as often as each kind says. */
  @Nullable Draft any() {
    return of(Kind.at(random.nextInt(100)));
  }

  @Nullable Draft of(Kind kind) {
    return switch (kind) {
      case INSERT -> random.nextInt(3) == 0 ? newCustomer() : newSession();
      case UPDATE -> update();
      case DELETE -> random.nextInt(3) == 0 ? deleteOrder() : endSession();
      case TRANSACTION -> placeOrder();
      case KEY_CHANGE -> random.nextBoolean() ? renewToken() : renumberLine();
      case UNIQUE_SWAP -> swapArticleNumbers();
    };
  }

  private Draft newCustomer() {
    long id = memory.newCustomer();
    Row row = NewRows.customer(random, id, Words.nowMicros());
    return Draft.of(Kind.INSERT, customer(id), new Change.Insert(row));
  }

  private Draft newSession() {
    long customer = memory.anyCustomer(random);
    String token = Words.token(random);
    Row row = NewRows.session(random, token, customer, Words.nowMicros());
    return Draft.of(Kind.INSERT, customer(customer), new Change.Insert(row))
        .thenRemember(() -> memory.addSession(token));
  }

  private @Nullable Draft update() {
    return switch (random.nextInt(3)) {
      case 0 -> moveStock();
      case 1 -> newPrice();
      default -> editProfile();
    };
  }

  private @Nullable Draft moveStock() {
    long product = memory.anyProduct(random);
    Change change = stockChange(product, random.nextInt(1, 5));
    return change == null ? null : Draft.of(Kind.UPDATE, product(product), change);
  }

  private @Nullable Draft newPrice() {
    long product = memory.anyProduct(random);
    Row row = ledger.expected(Key.of(ShopTables.PRODUCTS, "" + product));
    if (row == null) {
      return null;
    }
    Row after = row.with("price", Words.money(random, 500)).with("description", Words.note(random));
    return Draft.of(
        Kind.UPDATE,
        product(product),
        new Change.Update(after, List.of("price", "description"), Map.of()));
  }

  private @Nullable Draft editProfile() {
    long customer = memory.anyCustomer(random);
    Row row = ledger.expected(Key.of(ShopTables.CUSTOMERS, "" + customer));
    if (row == null) {
      return null;
    }
    Row after =
        row.with("name", Words.name(random))
            .with("notes", Words.note(random))
            .with("preferences", random.nextInt(5) > 0 ? Words.preferences(random) : null)
            .with("active", random.nextInt(2))
            .with("updated_at", Words.nowMillis());
    List<String> set = List.of("name", "notes", "preferences", "active", "updated_at");
    return Draft.of(Kind.UPDATE, customer(customer), new Change.Update(after, set, Map.of()));
  }

  private @Nullable Draft endSession() {
    String token = memory.anySession(random);
    Row row = ledger.expected(Key.of(ShopTables.SESSIONS, token));
    if (row == null) {
      return null;
    }
    Change change = Change.Remove.alone(ShopTables.SESSIONS, row.key());
    return Draft.of(Kind.DELETE, customer(row), change)
        .thenRemember(() -> memory.removeSession(token));
  }

  private @Nullable Draft deleteOrder() {
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
    return new Draft(Kind.DELETE, customer(order), changes, () -> memory.removeOrder(id));
  }

  private @Nullable Draft placeOrder() {
    long id = memory.newOrder();
    long customer = memory.anyCustomer(random);
    TreeSet<Long> products = new TreeSet<>();
    int lines = 1 + random.nextInt(LINES_MAX);
    while (products.size() < lines) {
      products.add(memory.anyProduct(random));
    }
    return placeOrder(id, customer, List.copyOf(products));
  }

  private @Nullable Draft placeOrder(long id, long customer, List<Long> products) {
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
        Kind.TRANSACTION, customer(customer), changes, () -> memory.addOrder(id, parts));
  }

  private @Nullable Draft renewToken() {
    String before = memory.anySession(random);
    Row row = ledger.expected(Key.of(ShopTables.SESSIONS, before));
    if (row == null) {
      return null;
    }
    String token = Words.token(random);
    Change change = new Change.Rekey(row.key(), row.with("token", token));
    return Draft.of(Kind.KEY_CHANGE, customer(row), change)
        .thenRemember(
            () -> {
              memory.removeSession(before);
              memory.addSession(token);
            });
  }

  private @Nullable Draft renumberLine() {
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
    return Draft.of(Kind.KEY_CHANGE, customer(order), change)
        .thenRemember(() -> memory.addOrder(id, renumbered));
  }

  /** By way of a third article number, since the unique index never sees two equal ones. */
  private @Nullable Draft swapArticleNumbers() {
    long lower = memory.anyProduct(random);
    long higher = memory.anyProduct(random);
    Row one = ledger.expected(Key.of(ShopTables.PRODUCTS, "" + Math.min(lower, higher)));
    Row two = ledger.expected(Key.of(ShopTables.PRODUCTS, "" + Math.max(lower, higher)));
    if (lower == higher || one == null || two == null) {
      return null;
    }
    return Draft.of(
        Kind.UNIQUE_SWAP,
        "article-numbers",
        articleNumber(one, "swap-" + Words.token(random).substring(0, 12)),
        articleNumber(two, one.notNull("sku")),
        articleNumber(one, two.notNull("sku")));
  }

  private static Change articleNumber(Row product, String number) {
    return new Change.Update(product.with("sku", number), List.of("sku"), Map.of());
  }

  private @Nullable Change stockChange(long product, long taken) {
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

  private static String customer(Row row) {
    return "customer-" + row.notNull("customer_id");
  }

  static String customer(long id) {
    return "customer-" + id;
  }

  static String product(long id) {
    return "product-" + id;
  }
}
