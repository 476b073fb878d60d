from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `users` (`id`, `email`, `name`, `password_hash`, `is_active`, `locale`, `created_at`, `updated_at`) VALUES (%s, %s, %s, %s, %s, %s, %s, CONVERT_TZ(%s, '+00:00', @@session.time_zone))", "update": "UPDATE `users` SET `email` = %s, `name` = %s, `password_hash` = %s, `is_active` = %s, `locale` = %s, `created_at` = %s, `updated_at` = CONVERT_TZ(%s, '+00:00', @@session.time_zone) WHERE `id` = %s", "delete": "DELETE FROM `users` WHERE `id` = %s", "find": "SELECT `id`, `email`, `name`, `password_hash`, `is_active`, `locale`, `created_at`, CONVERT_TZ(`updated_at`, @@session.time_zone, '+00:00') FROM `users` WHERE `id` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"users\" (\"id\", \"email\", \"name\", \"password_hash\", \"is_active\", \"locale\", \"created_at\", \"updated_at\") VALUES (CAST(%s AS bigint), %s, %s, %s, %s, %s, %s, %s)", "update": "UPDATE \"public\".\"users\" SET \"email\" = %s, \"name\" = %s, \"password_hash\" = %s, \"is_active\" = %s, \"locale\" = %s, \"created_at\" = %s, \"updated_at\" = %s WHERE \"id\" = CAST(%s AS bigint)", "delete": "DELETE FROM \"public\".\"users\" WHERE \"id\" = CAST(%s AS bigint)", "find": "SELECT \"id\", \"email\", \"name\", \"password_hash\", \"is_active\", \"locale\", \"created_at\", \"updated_at\" FROM \"public\".\"users\" WHERE \"id\" = CAST(%s AS bigint)"},
}


@dataclass(frozen=True)
class UsersRow:
    id: Optional[Decimal]
    email: Optional[str]
    name: Optional[str]
    password_hash: Optional[bytes]
    is_active: Optional[int]
    locale: Optional[str]
    created_at: Optional[datetime]
    updated_at: Optional[datetime]


def row_key(id):
    return "users", ["id"], [str(id)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.id, row.email, row.name, row.password_hash, row.is_active, row.locale, row.created_at, row.updated_at,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.email, row.name, row.password_hash, row.is_active, row.locale, row.created_at, row.updated_at, row.id,)))


def delete(transaction, id):
    """Dual delete."""
    write(transaction, row_key(id), lambda cursor, side: cursor.execute(SQL[side]["delete"], (id,)))


def find(query, id):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(id), lambda side: query(side, SQL[side]["find"], (id,)))
    return None if found is None else UsersRow(*found)
