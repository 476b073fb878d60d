from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `orders` (`id`, `c`, `shipped`, `place`) VALUES (%s, %s, %s, %s)", "update": "UPDATE `orders` SET `c` = %s, `shipped` = %s, `place` = %s WHERE `id` = %s", "delete": "DELETE FROM `orders` WHERE `id` = %s", "find": "SELECT `id`, `c`, `shipped`, `place` FROM `orders` WHERE `id` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"orders\" (\"id\", \"c\", \"shipped\", \"place\") VALUES (CAST(%s AS bigint), %s, %s, %s)", "update": "UPDATE \"public\".\"orders\" SET \"c\" = %s, \"shipped\" = %s, \"place\" = %s WHERE \"id\" = CAST(%s AS bigint)", "delete": "DELETE FROM \"public\".\"orders\" WHERE \"id\" = CAST(%s AS bigint)", "find": "SELECT \"id\", \"c\", \"shipped\", \"place\" FROM \"public\".\"orders\" WHERE \"id\" = CAST(%s AS bigint)"},
}


@dataclass(frozen=True)
class OrdersRow:
    id: Optional[Decimal]
    c: Optional[int]
    shipped: Optional[date]
    place: Optional[bytes]


def row_key(id):
    return "orders", ["id"], [str(id)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.id, row.c, row.shipped, row.place,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.id), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.c, row.shipped, row.place, row.id,)))


def delete(transaction, id):
    """Dual delete."""
    write(transaction, row_key(id), lambda cursor, side: cursor.execute(SQL[side]["delete"], (id,)))


def find(query, id):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(id), lambda side: query(side, SQL[side]["find"], (id,)))
    return None if found is None else OrdersRow(*found)
