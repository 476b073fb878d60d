import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of users. */
export interface UsersRow { id: string | null; email: string | null; name: string | null; passwordHash: Uint8Array | null; isActive: number | null; locale: string | null; createdAt: string | null; updatedAt: string | null; }
export interface UsersKey { id: string | null; }

const SQL = {
  source: { insert: "INSERT INTO `users` (`id`, `email`, `name`, `password_hash`, `is_active`, `locale`, `created_at`, `updated_at`) VALUES (?, ?, ?, ?, ?, ?, ?, CONVERT_TZ(?, '+00:00', @@session.time_zone))", update: "UPDATE `users` SET `email` = ?, `name` = ?, `password_hash` = ?, `is_active` = ?, `locale` = ?, `created_at` = ?, `updated_at` = CONVERT_TZ(?, '+00:00', @@session.time_zone) WHERE `id` = ?", remove: "DELETE FROM `users` WHERE `id` = ?", find: "SELECT `id`, `email`, `name`, `password_hash`, `is_active`, `locale`, `created_at`, CONVERT_TZ(`updated_at`, @@session.time_zone, '+00:00') FROM `users` WHERE `id` = ?" },
  target: { insert: "INSERT INTO \"public\".\"users\" (\"id\", \"email\", \"name\", \"password_hash\", \"is_active\", \"locale\", \"created_at\", \"updated_at\") VALUES (CAST($1 AS bigint), $2, $3, $4, $5, $6, $7, $8)", update: "UPDATE \"public\".\"users\" SET \"email\" = $1, \"name\" = $2, \"password_hash\" = $3, \"is_active\" = $4, \"locale\" = $5, \"created_at\" = $6, \"updated_at\" = $7 WHERE \"id\" = CAST($8 AS bigint)", remove: "DELETE FROM \"public\".\"users\" WHERE \"id\" = CAST($1 AS bigint)", find: "SELECT \"id\", \"email\", \"name\", \"password_hash\", \"is_active\", \"locale\", \"created_at\", \"updated_at\" FROM \"public\".\"users\" WHERE \"id\" = CAST($1 AS bigint)" },
};

function rowKey(key: UsersKey): RowKey {
  return { table: "users", columns: ["id"], values: [String(key.id)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertUsers(transact: Transact, row: UsersRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.id, row.email, row.name, row.passwordHash, row.isActive, row.locale, row.createdAt, row.updatedAt]));
}

/** Dual write of every column of a row that is there. */
export function updateUsers(transact: Transact, row: UsersRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.email, row.name, row.passwordHash, row.isActive, row.locale, row.createdAt, row.updatedAt, row.id]));
}

/** Dual delete. */
export function removeUsers(transact: Transact, key: UsersKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.id]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findUsers(query: Query, key: UsersKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.id]));
}
