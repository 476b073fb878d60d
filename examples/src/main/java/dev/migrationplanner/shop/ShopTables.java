package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.AuditTable;
import dev.migrationplanner.ledger.TableShape;
import java.util.List;

/** The shop's tables as its code sees them, parents first. */
public final class ShopTables {

  public static final TableShape CUSTOMERS =
      TableShape.of(
          "customers",
          List.of("id"),
          "id INTEGER",
          "email TEXT",
          "name TEXT",
          "tier TEXT",
          "active BOOLEAN",
          "notes TEXT",
          "preferences JSON",
          "created_at TIMESTAMP",
          "updated_at TIMESTAMP");

  public static final TableShape PRODUCTS =
      TableShape.of(
          "products",
          List.of("id"),
          "id INTEGER",
          "sku TEXT",
          "title TEXT",
          "description TEXT",
          "price DECIMAL",
          "weight_grams INTEGER",
          "attributes JSON",
          "image BYTES",
          "available BOOLEAN",
          "created_at TIMESTAMP");

  public static final TableShape STOCK =
      TableShape.of(
          "stock",
          List.of("product_id"),
          "product_id INTEGER",
          "quantity INTEGER",
          "reserved INTEGER",
          "version INTEGER",
          "updated_at TIMESTAMP");

  public static final TableShape ORDERS =
      TableShape.of(
          "orders",
          List.of("id"),
          "id INTEGER",
          "customer_id INTEGER",
          "status TEXT",
          "total DECIMAL",
          "placed_at TIMESTAMP",
          "note TEXT");

  public static final TableShape ORDER_LINES =
      TableShape.of(
          "order_lines",
          List.of("order_id", "line_no"),
          "order_id INTEGER",
          "line_no INTEGER",
          "product_id INTEGER",
          "quantity INTEGER",
          "unit_price DECIMAL");

  public static final TableShape PAYMENTS =
      TableShape.of(
          "payments",
          List.of("id"),
          "id INTEGER",
          "order_id INTEGER",
          "amount DECIMAL",
          "method TEXT",
          "paid_at TIMESTAMP",
          "details JSON");

  public static final TableShape SESSIONS =
      TableShape.of(
          "sessions",
          List.of("token"),
          "token TEXT",
          "customer_id INTEGER",
          "data BYTES",
          "started_at TIMESTAMP",
          "expires_at TIMESTAMP");

  /** One row for each write, in the write's own transaction; its id comes from the database. */
  public static final TableShape AUDIT =
      TableShape.of(
          "audit",
          List.of("id"),
          "id INTEGER",
          "op_id INTEGER",
          "kind TEXT",
          "entity TEXT",
          "entity_key TEXT",
          "created_at TIMESTAMP");

  /** All tables but the audit table. */
  public static final List<TableShape> BUSINESS =
      List.of(CUSTOMERS, PRODUCTS, STOCK, ORDERS, ORDER_LINES, PAYMENTS, SESSIONS);

  /** How the ledger finds each operation. */
  public static final AuditTable AUDIT_TABLE = new AuditTable(AUDIT, "op_id");

  private ShopTables() {}
}
