package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Ledger;
import dev.migrationplanner.ledger.Row;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes up the shop's writes. A draft says what its rows will be from what the ledger last saw
 * acknowledged; null where the chance pick hit something that another write is just changing, so
 * that one draws again.
 */
final class Drafts {

  private final Memory memory;
  private final Ledger ledger;
  private final RandomGenerator random;
  private final OrderDrafts orders;

  Drafts(Memory memory, Ledger ledger, RandomGenerator random) {
    this.memory = memory;
    this.ledger = ledger;
    this.random = random;
    this.orders = new OrderDrafts(memory, ledger, random);
  }

  /** A write of one of the kinds, as often as each kind says. */
  @Nullable Draft any() {
    return of(Kind.at(random.nextInt(100)));
  }

  @Nullable Draft of(Kind kind) {
    return switch (kind) {
      case INSERT -> random.nextInt(3) == 0 ? newCustomer() : newSession();
      case UPDATE -> update();
      case DELETE -> random.nextInt(3) == 0 ? orders.delete() : endSession();
      case TRANSACTION -> orders.place();
      case KEY_CHANGE -> random.nextBoolean() ? renewToken() : orders.renumberLine();
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
    Change change = orders.stockChange(product, random.nextInt(1, 5));
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

  static String customer(Row row) {
    return "customer-" + row.notNull("customer_id");
  }

  static String customer(long id) {
    return "customer-" + id;
  }

  static String product(long id) {
    return "product-" + id;
  }
}
