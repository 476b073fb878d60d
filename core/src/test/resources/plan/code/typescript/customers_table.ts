import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of customers. */
export interface CustomersRow { id: string | null; email: string | null; }
export interface CustomersKey { id: string | null; }

const SQL = {
  source: { insert: "INSERT INTO `customers` (`id`, `email`) VALUES (?, ?)", update: "UPDATE `customers` SET `email` = ? WHERE `id` = ?", remove: "DELETE FROM `customers` WHERE `id` = ?", find: "SELECT `id`, `email` FROM `customers` WHERE `id` = ?" },
  target: { insert: "INSERT INTO \"public\".\"customers\" (\"id\", \"email\") VALUES ($1, $2)", update: "UPDATE \"public\".\"customers\" SET \"email\" = $1 WHERE \"id\" = $2", remove: "DELETE FROM \"public\".\"customers\" WHERE \"id\" = $1", find: "SELECT \"id\", \"email\" FROM \"public\".\"customers\" WHERE \"id\" = $1" },
};

function rowKey(key: CustomersKey): RowKey {
  return { table: "customers", columns: ["id"], values: [String(key.id)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertCustomers(transact: Transact, row: CustomersRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.id, row.email]));
}

/** Dual write of every column of a row that is there. */
export function updateCustomers(transact: Transact, row: CustomersRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.email, row.id]));
}

/** Dual delete. */
export function removeCustomers(transact: Transact, key: CustomersKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.id]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findCustomers(query: Query, key: CustomersKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.id]));
}
