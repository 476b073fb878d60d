import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of events. */
export interface EventsRow { id: string | null; userId: string | null; action: string | null; amount: string | null; at: string | null; details: string | null; }
export interface EventsKey { id: string | null; }

const SQL = {
  source: { insert: "INSERT INTO `events` (`id`, `user_id`, `action`, `amount`, `at`, `details`) VALUES (?, ?, ?, ?, ?, ?)", update: "UPDATE `events` SET `user_id` = ?, `action` = ?, `amount` = ?, `at` = ?, `details` = ? WHERE `id` = ?", remove: "DELETE FROM `events` WHERE `id` = ?", find: "SELECT `id`, `user_id`, `action`, `amount`, `at`, CAST(`details` AS CHAR) FROM `events` WHERE `id` = ?" },
  target: { insert: "INSERT INTO \"public\".\"events\" (\"id\", \"user_id\", \"action\", \"amount\", \"at\", \"details\") VALUES (CAST($1 AS bigint), $2, $3, $4, $5, CAST($6 AS jsonb))", update: "UPDATE \"public\".\"events\" SET \"user_id\" = $1, \"action\" = $2, \"amount\" = $3, \"at\" = $4, \"details\" = CAST($5 AS jsonb) WHERE \"id\" = CAST($6 AS bigint)", remove: "DELETE FROM \"public\".\"events\" WHERE \"id\" = CAST($1 AS bigint)", find: "SELECT \"id\", \"user_id\", \"action\", \"amount\", \"at\", CAST(\"details\" AS text) FROM \"public\".\"events\" WHERE \"id\" = CAST($1 AS bigint)" },
};

function rowKey(key: EventsKey): RowKey {
  return { table: "events", columns: ["id"], values: [String(key.id)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertEvents(transact: Transact, row: EventsRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.id, row.userId, row.action, row.amount, row.at, row.details]));
}

/** Dual write of every column of a row that is there. */
export function updateEvents(transact: Transact, row: EventsRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.userId, row.action, row.amount, row.at, row.details, row.id]));
}

/** Dual delete. */
export function removeEvents(transact: Transact, key: EventsKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.id]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findEvents(query: Query, key: EventsKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.id]));
}
