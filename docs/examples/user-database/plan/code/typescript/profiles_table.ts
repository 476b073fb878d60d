import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of profiles. */
export interface ProfilesRow { userId: string | null; born: string | null; settings: string | null; avatar: Uint8Array | null; }
export interface ProfilesKey { userId: string | null; }

const SQL = {
  source: { insert: "INSERT INTO `profiles` (`user_id`, `born`, `settings`, `avatar`) VALUES (?, ?, ?, ?)", update: "UPDATE `profiles` SET `born` = ?, `settings` = ?, `avatar` = ? WHERE `user_id` = ?", remove: "DELETE FROM `profiles` WHERE `user_id` = ?", find: "SELECT `user_id`, `born`, CAST(`settings` AS CHAR), `avatar` FROM `profiles` WHERE `user_id` = ?" },
  target: { insert: "INSERT INTO \"public\".\"profiles\" (\"user_id\", \"born\", \"settings\", \"avatar\") VALUES (CAST($1 AS bigint), $2, CAST($3 AS jsonb), $4)", update: "UPDATE \"public\".\"profiles\" SET \"born\" = $1, \"settings\" = CAST($2 AS jsonb), \"avatar\" = $3 WHERE \"user_id\" = CAST($4 AS bigint)", remove: "DELETE FROM \"public\".\"profiles\" WHERE \"user_id\" = CAST($1 AS bigint)", find: "SELECT \"user_id\", \"born\", CAST(\"settings\" AS text), \"avatar\" FROM \"public\".\"profiles\" WHERE \"user_id\" = CAST($1 AS bigint)" },
};

function rowKey(key: ProfilesKey): RowKey {
  return { table: "profiles", columns: ["user_id"], values: [String(key.userId)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertProfiles(transact: Transact, row: ProfilesRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.userId, row.born, row.settings, row.avatar]));
}

/** Dual write of every column of a row that is there. */
export function updateProfiles(transact: Transact, row: ProfilesRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.born, row.settings, row.avatar, row.userId]));
}

/** Dual delete. */
export function removeProfiles(transact: Transact, key: ProfilesKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.userId]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findProfiles(query: Query, key: ProfilesKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.userId]));
}
