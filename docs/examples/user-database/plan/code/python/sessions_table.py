from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from migration import read, write

SQL = {
    "source": {"insert": "INSERT INTO `sessions` (`token`, `user_id`, `ip`, `agent`, `expires_at`) VALUES (%s, %s, %s, %s, CONVERT_TZ(%s, '+00:00', @@session.time_zone))", "update": "UPDATE `sessions` SET `user_id` = %s, `ip` = %s, `agent` = %s, `expires_at` = CONVERT_TZ(%s, '+00:00', @@session.time_zone) WHERE `token` = %s", "delete": "DELETE FROM `sessions` WHERE `token` = %s", "find": "SELECT `token`, `user_id`, `ip`, `agent`, CONVERT_TZ(`expires_at`, @@session.time_zone, '+00:00') FROM `sessions` WHERE `token` = %s"},
    "target": {"insert": "INSERT INTO \"public\".\"sessions\" (\"token\", \"user_id\", \"ip\", \"agent\", \"expires_at\") VALUES (%s, CAST(%s AS bigint), %s, %s, %s)", "update": "UPDATE \"public\".\"sessions\" SET \"user_id\" = CAST(%s AS bigint), \"ip\" = %s, \"agent\" = %s, \"expires_at\" = %s WHERE \"token\" = %s", "delete": "DELETE FROM \"public\".\"sessions\" WHERE \"token\" = %s", "find": "SELECT \"token\", \"user_id\", \"ip\", \"agent\", \"expires_at\" FROM \"public\".\"sessions\" WHERE \"token\" = %s"},
}


@dataclass(frozen=True)
class SessionsRow:
    token: Optional[bytes]
    user_id: Optional[Decimal]
    ip: Optional[bytes]
    agent: Optional[str]
    expires_at: Optional[datetime]


def row_key(token):
    return "sessions", ["token"], [str(token)]


def insert(transaction, row):
    """Dual write: the caller sees the authority's outcome only."""
    write(transaction, row_key(row.token), lambda cursor, side: cursor.execute(SQL[side]["insert"], (row.token, row.user_id, row.ip, row.agent, row.expires_at,)))


def update(transaction, row):
    """Dual write of every column of a row that is there."""
    write(transaction, row_key(row.token), lambda cursor, side: cursor.execute(SQL[side]["update"], (row.user_id, row.ip, row.agent, row.expires_at, row.token,)))


def delete(transaction, token):
    """Dual delete."""
    write(transaction, row_key(token), lambda cursor, side: cursor.execute(SQL[side]["delete"], (token,)))


def find(query, token):
    """Flagged read, with the other side read beside it and compared; None if there is no such row.

    query(side, sql, values) is yours: it gives one row as a tuple, or None.
    """
    found = read(row_key(token), lambda side: query(side, SQL[side]["find"], (token,)))
    return None if found is None else SessionsRow(*found)
