from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `documents` (`id`, `user_id`, `kind`, `title`, `bytes`, `body`, `created_at`) VALUES (%s, %s, %s, %s, %s, %s, %s)", "update": "UPDATE `documents` SET `user_id` = %s, `kind` = %s, `title` = %s, `bytes` = %s, `body` = %s, `created_at` = %s WHERE `id` = %s", "delete": "DELETE FROM `documents` WHERE `id` = %s", "find": "SELECT `id`, `user_id`, CAST(`kind` AS CHAR), `title`, `bytes`, `body`, `created_at` FROM `documents` WHERE `id` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"documents\" (\"id\", \"user_id\", \"kind\", \"title\", \"bytes\", \"body\", \"created_at\") VALUES (CAST(%s AS bigint), CAST(%s AS bigint), CAST(%s AS \"public\".\"documents_kind\"), %s, %s, %s, %s)", "update": "UPDATE \"public\".\"documents\" SET \"user_id\" = CAST(%s AS bigint), \"kind\" = CAST(%s AS \"public\".\"documents_kind\"), \"title\" = %s, \"bytes\" = %s, \"body\" = %s, \"created_at\" = %s WHERE \"id\" = CAST(%s AS bigint)", "delete": "DELETE FROM \"public\".\"documents\" WHERE \"id\" = CAST(%s AS bigint)", "find": "SELECT \"id\", \"user_id\", CAST(\"kind\" AS text), \"title\", \"bytes\", \"body\", \"created_at\" FROM \"public\".\"documents\" WHERE \"id\" = CAST(%s AS bigint)"},
}


@dataclass(frozen=True)
class DocumentsRow:
    id: Optional[Decimal]
    user_id: Optional[Decimal]
    kind: Optional[str]
    title: Optional[str]
    bytes: Optional[int]
    body: Optional[bytes]
    created_at: Optional[datetime]


def row_key(id):
    return "documents", ["id"], [str(id)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.id, row.user_id, row.kind, row.title, row.bytes, row.body, row.created_at,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.user_id, row.kind, row.title, row.bytes, row.body, row.created_at, row.id,)))


def delete(transaction, id):
    """Dual delete."""
    write(transaction, row_key(id), lambda cursor, side: cursor.execute(SQL[side]["delete"], (id,)))


def find(query, id):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(id), lambda side: query(side, SQL[side]["find"], (id,)))
    return None if found is None else DocumentsRow(*found)
