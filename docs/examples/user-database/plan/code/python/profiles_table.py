from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `profiles` (`user_id`, `born`, `settings`, `avatar`) VALUES (%s, %s, %s, %s)", "update": "UPDATE `profiles` SET `born` = %s, `settings` = %s, `avatar` = %s WHERE `user_id` = %s", "delete": "DELETE FROM `profiles` WHERE `user_id` = %s", "find": "SELECT `user_id`, `born`, CAST(`settings` AS CHAR), `avatar` FROM `profiles` WHERE `user_id` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"profiles\" (\"user_id\", \"born\", \"settings\", \"avatar\") VALUES (CAST(%s AS bigint), %s, CAST(%s AS jsonb), %s)", "update": "UPDATE \"public\".\"profiles\" SET \"born\" = %s, \"settings\" = CAST(%s AS jsonb), \"avatar\" = %s WHERE \"user_id\" = CAST(%s AS bigint)", "delete": "DELETE FROM \"public\".\"profiles\" WHERE \"user_id\" = CAST(%s AS bigint)", "find": "SELECT \"user_id\", \"born\", CAST(\"settings\" AS text), \"avatar\" FROM \"public\".\"profiles\" WHERE \"user_id\" = CAST(%s AS bigint)"},
}


@dataclass(frozen=True)
class ProfilesRow:
    user_id: Optional[Decimal]
    born: Optional[date]
    settings: Optional[str]
    avatar: Optional[bytes]


def row_key(user_id):
    return "profiles", ["user_id"], [str(user_id)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.user_id), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.user_id, row.born, row.settings, row.avatar,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.user_id), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.born, row.settings, row.avatar, row.user_id,)))


def delete(transaction, user_id):
    """Dual delete."""
    write(transaction, row_key(user_id), lambda cursor, side: cursor.execute(SQL[side]["delete"], (user_id,)))


def find(query, user_id):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(user_id), lambda side: query(side, SQL[side]["find"], (user_id,)))
    return None if found is None else ProfilesRow(*found)
