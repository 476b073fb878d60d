import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of orders. */
export interface OrdersRow { id: string | null; c: string | null; shipped: string | null; place: Uint8Array | null; }
export interface OrdersKey { id: string | null; }

const SQL = {
  source: { insert: "INSERT INTO `orders` (`id`, `c`, `shipped`, `place`) VALUES (?, ?, ?, ?)", update: "UPDATE `orders` SET `c` = ?, `shipped` = ?, `place` = ? WHERE `id` = ?", remove: "DELETE FROM `orders` WHERE `id` = ?", find: "SELECT `id`, `c`, `shipped`, `place` FROM `orders` WHERE `id` = ?" },
  target: { insert: "INSERT INTO \"public\".\"orders\" (\"id\", \"c\", \"shipped\", \"place\") VALUES (CAST($1 AS bigint), $2, $3, $4)", update: "UPDATE \"public\".\"orders\" SET \"c\" = $1, \"shipped\" = $2, \"place\" = $3 WHERE \"id\" = CAST($4 AS bigint)", remove: "DELETE FROM \"public\".\"orders\" WHERE \"id\" = CAST($1 AS bigint)", find: "SELECT \"id\", \"c\", \"shipped\", \"place\" FROM \"public\".\"orders\" WHERE \"id\" = CAST($1 AS bigint)" },
};

function rowKey(key: OrdersKey): RowKey {
  return { table: "orders", columns: ["id"], values: [String(key.id)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertOrders(transact: Transact, row: OrdersRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.id, row.c, row.shipped, row.place]));
}

/** Dual write of every column of a row that is there. */
export function updateOrders(transact: Transact, row: OrdersRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.c, row.shipped, row.place, row.id]));
}

/** Dual delete. */
export function removeOrders(transact: Transact, key: OrdersKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.id]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findOrders(query: Query, key: OrdersKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.id]));
}
