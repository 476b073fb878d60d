from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `customers` (`id`, `email`) VALUES (%s, %s)", "update": "UPDATE `customers` SET `email` = %s WHERE `id` = %s", "delete": "DELETE FROM `customers` WHERE `id` = %s", "find": "SELECT `id`, `email` FROM `customers` WHERE `id` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"customers\" (\"id\", \"email\") VALUES (%s, %s)", "update": "UPDATE \"public\".\"customers\" SET \"email\" = %s WHERE \"id\" = %s", "delete": "DELETE FROM \"public\".\"customers\" WHERE \"id\" = %s", "find": "SELECT \"id\", \"email\" FROM \"public\".\"customers\" WHERE \"id\" = %s"},
}


@dataclass(frozen=True)
class CustomersRow:
    id: Optional[int]
    email: Optional[str]


def row_key(id):
    return "customers", ["id"], [str(id)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.id, row.email,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.email, row.id,)))


def delete(transaction, id):
    """Dual delete."""
    write(transaction, row_key(id), lambda cursor, side: cursor.execute(SQL[side]["delete"], (id,)))


def find(query, id):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(id), lambda side: query(side, SQL[side]["find"], (id,)))
    return None if found is None else CustomersRow(*found)
