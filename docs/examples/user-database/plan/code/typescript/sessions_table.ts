import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of sessions. */
export interface SessionsRow { token: Uint8Array | null; userId: string | null; ip: Uint8Array | null; agent: string | null; expiresAt: string | null; }
export interface SessionsKey { token: Uint8Array | null; }

const SQL = {
  source: { insert: "INSERT INTO `sessions` (`token`, `user_id`, `ip`, `agent`, `expires_at`) VALUES (?, ?, ?, ?, CONVERT_TZ(?, '+00:00', @@session.time_zone))", update: "UPDATE `sessions` SET `user_id` = ?, `ip` = ?, `agent` = ?, `expires_at` = CONVERT_TZ(?, '+00:00', @@session.time_zone) WHERE `token` = ?", remove: "DELETE FROM `sessions` WHERE `token` = ?", find: "SELECT `token`, `user_id`, `ip`, `agent`, CONVERT_TZ(`expires_at`, @@session.time_zone, '+00:00') FROM `sessions` WHERE `token` = ?" },
  target: { insert: "INSERT INTO \"public\".\"sessions\" (\"token\", \"user_id\", \"ip\", \"agent\", \"expires_at\") VALUES ($1, CAST($2 AS bigint), $3, $4, $5)", update: "UPDATE \"public\".\"sessions\" SET \"user_id\" = CAST($1 AS bigint), \"ip\" = $2, \"agent\" = $3, \"expires_at\" = $4 WHERE \"token\" = $5", remove: "DELETE FROM \"public\".\"sessions\" WHERE \"token\" = $1", find: "SELECT \"token\", \"user_id\", \"ip\", \"agent\", \"expires_at\" FROM \"public\".\"sessions\" WHERE \"token\" = $1" },
};

function rowKey(key: SessionsKey): RowKey {
  return { table: "sessions", columns: ["token"], values: [String(key.token)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertSessions(transact: Transact, row: SessionsRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.token, row.userId, row.ip, row.agent, row.expiresAt]));
}

/** Dual write of every column of a row that is there. */
export function updateSessions(transact: Transact, row: SessionsRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.userId, row.ip, row.agent, row.expiresAt, row.token]));
}

/** Dual delete. */
export function removeSessions(transact: Transact, key: SessionsKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.token]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findSessions(query: Query, key: SessionsKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.token]));
}
