import { type Query, type RowKey, type Transact, read, write } from './migration.js';

/** One row of documents. */
export interface DocumentsRow { id: string | null; userId: string | null; kind: string | null; title: string | null; bytes: string | null; body: Uint8Array | null; createdAt: string | null; }
export interface DocumentsKey { id: string | null; }

const SQL = {
  source: { insert: "INSERT INTO `documents` (`id`, `user_id`, `kind`, `title`, `bytes`, `body`, `created_at`) VALUES (?, ?, ?, ?, ?, ?, ?)", update: "UPDATE `documents` SET `user_id` = ?, `kind` = ?, `title` = ?, `bytes` = ?, `body` = ?, `created_at` = ? WHERE `id` = ?", remove: "DELETE FROM `documents` WHERE `id` = ?", find: "SELECT `id`, `user_id`, CAST(`kind` AS CHAR), `title`, `bytes`, `body`, `created_at` FROM `documents` WHERE `id` = ?" },
  target: { insert: "INSERT INTO \"public\".\"documents\" (\"id\", \"user_id\", \"kind\", \"title\", \"bytes\", \"body\", \"created_at\") VALUES (CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS \"public\".\"documents_kind\"), $4, $5, $6, $7)", update: "UPDATE \"public\".\"documents\" SET \"user_id\" = CAST($1 AS bigint), \"kind\" = CAST($2 AS \"public\".\"documents_kind\"), \"title\" = $3, \"bytes\" = $4, \"body\" = $5, \"created_at\" = $6 WHERE \"id\" = CAST($7 AS bigint)", remove: "DELETE FROM \"public\".\"documents\" WHERE \"id\" = CAST($1 AS bigint)", find: "SELECT \"id\", \"user_id\", CAST(\"kind\" AS text), \"title\", \"bytes\", \"body\", \"created_at\" FROM \"public\".\"documents\" WHERE \"id\" = CAST($1 AS bigint)" },
};

function rowKey(key: DocumentsKey): RowKey {
  return { table: "documents", columns: ["id"], values: [String(key.id)] };
}

/** Dual write: the caller sees the authority's outcome only. */
export function insertDocuments(transact: Transact, row: DocumentsRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].insert, [row.id, row.userId, row.kind, row.title, row.bytes, row.body, row.createdAt]));
}

/** Dual write of every column of a row that is there. */
export function updateDocuments(transact: Transact, row: DocumentsRow) {
  return write(transact, rowKey(row), (tx, side) => tx.query(SQL[side].update, [row.userId, row.kind, row.title, row.bytes, row.body, row.createdAt, row.id]));
}

/** Dual delete. */
export function removeDocuments(transact: Transact, key: DocumentsKey) {
  return write(transact, rowKey(key), (tx, side) => tx.query(SQL[side].remove, [key.id]));
}

/** Flagged read, with the other side read beside it and compared. Select lists give the fields in the row's order. */
export function findDocuments(query: Query, key: DocumentsKey) {
  return read(rowKey(key), (side) => query(side, SQL[side].find, [key.id]));
}
