package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Row;
import java.util.random.RandomGenerator;

/** Makes up whole rows of each table. */
final class NewRows {

  private NewRows() {}

  static Row customer(RandomGenerator random, long id, String createdAt) {
    return Row.of(
        ShopTables.CUSTOMERS,
        id,
        "customer" + id + "@shop.example",
        Words.name(random),
        Words.pick(random, "basic", "basic", "silver", "gold"),
        random.nextInt(10) > 0 ? 1 : 0,
        random.nextInt(3) > 0 ? Words.note(random) : null,
        random.nextInt(4) > 0 ? Words.preferences(random) : null,
        createdAt,
        random.nextBoolean() ? Words.pastMillis(random) : null);
  }

  static Row product(RandomGenerator random, long id) {
    return Row.of(
        ShopTables.PRODUCTS,
        id,
        sku(id),
        Words.goods(random),
        random.nextInt(5) > 0 ? Words.note(random) : null,
        Words.money(random, 500),
        random.nextInt(6) > 0 ? random.nextInt(1 << 24) : null,
        Words.attributes(random),
        random.nextInt(3) > 0 ? Words.hexBytes(random, 200) : null,
        1,
        Words.pastMicros(random));
  }

  /** Article numbers that only their letters' case tells apart. */
  private static String sku(long id) {
    return (id % 2 == 0 ? "sku-" : "SKU-") + String.format("%06d", id / 2);
  }

  static Row stock(RandomGenerator random, long product) {
    return Row.of(
        ShopTables.STOCK,
        product,
        1_000 + random.nextInt(9_000),
        random.nextInt(5),
        0,
        Words.pastMillis(random));
  }

  static Row order(RandomGenerator random, long id, long customer, String total, String placedAt) {
    String status = Words.pick(random, "new", "paid", "shipped", "cancelled");
    return Row.of(
        ShopTables.ORDERS,
        id,
        customer,
        status,
        total,
        placedAt,
        random.nextInt(3) == 0 ? Words.note(random) : null);
  }

  static Row line(RandomGenerator random, long order, int number, long product, String price) {
    return Row.of(ShopTables.ORDER_LINES, order, number, product, 1 + random.nextInt(4), price);
  }

  static Row payment(RandomGenerator random, String id, long order, String amount, String paidAt) {
    String method = Words.pick(random, "card", "invoice", "voucher");
    return Row.of(ShopTables.PAYMENTS, id, order, amount, method, paidAt, Words.details(random));
  }

  static Row session(RandomGenerator random, String token, long customer, String startedAt) {
    return Row.of(
        ShopTables.SESSIONS,
        token,
        customer,
        Words.hexBytes(random, 64),
        startedAt,
        random.nextInt(4) > 0 ? Words.pastMillis(random) : null);
  }

  /** An audit row whose id the database has yet to make: 0 stands for it. */
  static Row audit(long operation, Kind kind, String entity, String entityKey) {
    return Row.of(ShopTables.AUDIT, 0, operation, kind, entity, entityKey, Words.nowMicros());
  }
}
