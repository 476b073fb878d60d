from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `events` (`id`, `user_id`, `action`, `amount`, `at`, `details`) VALUES (%s, %s, %s, %s, %s, %s)", "update": "UPDATE `events` SET `user_id` = %s, `action` = %s, `amount` = %s, `at` = %s, `details` = %s WHERE `id` = %s", "delete": "DELETE FROM `events` WHERE `id` = %s", "find": "SELECT `id`, `user_id`, `action`, `amount`, `at`, CAST(`details` AS CHAR) FROM `events` WHERE `id` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"events\" (\"id\", \"user_id\", \"action\", \"amount\", \"at\", \"details\") VALUES (CAST(%s AS bigint), %s, %s, %s, %s, CAST(%s AS jsonb))", "update": "UPDATE \"public\".\"events\" SET \"user_id\" = %s, \"action\" = %s, \"amount\" = %s, \"at\" = %s, \"details\" = CAST(%s AS jsonb) WHERE \"id\" = CAST(%s AS bigint)", "delete": "DELETE FROM \"public\".\"events\" WHERE \"id\" = CAST(%s AS bigint)", "find": "SELECT \"id\", \"user_id\", \"action\", \"amount\", \"at\", CAST(\"details\" AS text) FROM \"public\".\"events\" WHERE \"id\" = CAST(%s AS bigint)"},
}


@dataclass(frozen=True)
class EventsRow:
    id: Optional[Decimal]
    user_id: Optional[Decimal]
    action: Optional[str]
    amount: Optional[Decimal]
    at: Optional[datetime]
    details: Optional[str]


def row_key(id):
    return "events", ["id"], [str(id)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.id, row.user_id, row.action, row.amount, row.at, row.details,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.user_id, row.action, row.amount, row.at, row.details, row.id,)))


def delete(transaction, id):
    """Dual delete."""
    write(transaction, row_key(id), lambda cursor, side: cursor.execute(SQL[side]["delete"], (id,)))


def find(query, id):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(id), lambda side: query(side, SQL[side]["find"], (id,)))
    return None if found is None else EventsRow(*found)
