package dev.migrationplanner.shop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the shop knows of its own data without asking a database: which keys live, and the next ones
 * to give out.
 */
final class Memory {

  /** An order's parts: the numbers of its lines and its payment, if any. */
  record Parts(List<Integer> lines, @Nullable String payment) {
    Parts {
      lines = List.copyOf(lines);
    }
  }

  /** Payments are numbered in the upper half of the unsigned range, as their provider does it. */
  private static final long FIRST_PAYMENT = Long.MIN_VALUE;

  private final AtomicLong customers = new AtomicLong();
  private final AtomicLong products = new AtomicLong();
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong payments = new AtomicLong(FIRST_PAYMENT);
  private final RandomSet<String> sessions = new RandomSet<>();
  private final RandomSet<Long> liveOrders = new RandomSet<>();
  private final Map<Long, Parts> parts = new ConcurrentHashMap<>();
  private final AtomicLong customersToDrawFrom = new AtomicLong();

  long newCustomer() {
    return customers.incrementAndGet();
  }

  long newProduct() {
    return products.incrementAndGet();
  }

  long newOrder() {
    return orders.incrementAndGet();
  }

  String newPayment() {
    return Long.toUnsignedString(payments.incrementAndGet());
  }

  /**
   * From now on customers up to this one may be drawn; all of them exist, and none is ever deleted.
   */
  void customersUpTo(long id) {
    customersToDrawFrom.set(id);
  }

  void addOrder(long id, Parts its) {
    parts.put(id, its);
    liveOrders.add(id);
  }

  void removeOrder(long id) {
    liveOrders.remove(id);
    parts.remove(id);
  }

  void addSession(String token) {
    sessions.add(token);
  }

  void removeSession(String token) {
    sessions.remove(token);
  }

  /** The parts of a live order; null where another write just removed it. */
  @Nullable Parts parts(long order) {
    return parts.get(order);
  }

  long anyCustomer(RandomGenerator random) {
    return 1 + random.nextLong(customersToDrawFrom.get());
  }

  long anyProduct(RandomGenerator random) {
    return 1 + random.nextLong(products.get());
  }

  long anyOrder(RandomGenerator random) {
    return liveOrders.any(random);
  }

  String anySession(RandomGenerator random) {
    return sessions.any(random);
  }
}
