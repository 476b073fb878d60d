import threading
import time
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

api.set_provider(OFREPProvider("http://127.0.0.1:8090"))
flags = api.get_client()

# The fence: what every writing transaction does first, on the side it writes.
FENCE = {
    "source": ["SELECT epoch, authority, closing FROM migration_planner.epoch WHERE migration = 'shop-to-postgres' LOCK IN SHARE MODE"],
    "target": ["LOCK TABLE migration_planner.epoch IN ACCESS SHARE MODE", "SELECT epoch, authority, closing FROM migration_planner.epoch WHERE migration = 'shop-to-postgres'"],
}


class Moved(Exception):
    def __init__(self, to):
        super().__init__("the authority moved")
        self.to = to


def enter(cursor, side):
    """Returns epoch, authority and whether the authority is being handed over."""
    for sql in FENCE[side]:
        cursor.execute(sql)
    epoch, authority, closing = cursor.fetchone()
    return int(epoch), authority.lower(), int(closing) == 1


def authoritative(transaction, side, statement):
    """Writes on the authority. While it is being handed over, the other side's fence is held around it.

    transaction(side) is yours: a context manager that gives a cursor, commits, and rolls back on an error.
    """
    other = "target" if side == "source" else "source"
    with transaction(side) as cursor:
        epoch, authority, closing = enter(cursor, side)
        if authority != side:
            raise Moved(authority)
        if not closing:
            statement(cursor, side)
            return
    with transaction(other) as guard:
        other_epoch, authority, _ = enter(guard, other)
        if other_epoch > epoch:
            raise Moved(authority)
        with transaction(side) as cursor:
            _, authority, _ = enter(cursor, side)
            if authority != side:
                raise Moved(authority)
            statement(cursor, side)


def write(transaction, key, statement):
    """The authority first: its error is the caller's. Then the target, whose error is counted and reported by key."""
    stage = flags.get_string_value("shop-to-postgres.stage", "OFF", EvaluationContext(targeting_key=key[2][0]))
    side = "target" if stage in ("RAMP_DOWN", "COMPLETE") else "source"
    for attempt in range(1, 6):
        try:
            authoritative(transaction, side, statement)
            count("authorityWrites")
            break
        except Moved as moved:
            if attempt == 5:
                count("authorityWriteErrors")
                raise
            side = moved.to
        except Exception:
            count("authorityWriteErrors")
            raise
    if side == "source" and stage in ("DUAL_WRITE", "SHADOW", "LIVE"):
        count("secondaryWrites")
        try:
            with transaction("target") as cursor:
                if enter(cursor, "target")[1] == "source":
                    statement(cursor, "target")
        except Exception:
            count("secondaryWriteErrors")
            doubt(key, "secondary-failed")


# What happened since the last report, sent once a second. What failed is sent again under a new number: a key may
# be told twice, and is never lost.
instance = str(uuid.uuid4())
counts: Counter = Counter()
keys: list = []
lock = threading.Lock()


def count(name, by=1):
    with lock:
        counts[name] += by


def doubt(key, kind):
    """key is (table, columns, values)."""
    quote = urllib.parse.quote
    table, columns, values = key
    pairs = [f"{quote(column)}={quote(value)}" for column, value in zip(columns, values)]
    with lock:
        if len(keys) < 1000:
            keys.append("&".join([quote(table), kind, *pairs]))
        else:
            counts["keysDropped"] += 1


def report(sequence):
    """Sends one report."""
    with lock:
        sent_counts, sent_keys = dict(counts), list(keys)
    lines = [f"instance={instance}", f"sequence={sequence}"]
    lines += [f"{name}={n}" for name, n in sent_counts.items()] + [f"key={key}" for key in sent_keys]
    request = urllib.request.Request(
        "http://127.0.0.1:8090/v1/migrations/shop-to-postgres/report",
        data="\n".join(lines).encode(),
        headers={"Content-Type": "text/plain; charset=utf-8"},
    )
    try:
        urllib.request.urlopen(request, timeout=2).close()
    except OSError:
        return
    with lock:
        counts.subtract(sent_counts)
        del keys[: len(sent_keys)]


def report_for_ever():
    sequence = 1
    while True:
        time.sleep(1)
        report(sequence)
        sequence += 1


threading.Thread(target=report_for_ever, name="migration-report", daemon=True).start()


shadow_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="shadow")
shadow_room = threading.BoundedSemaphore(100)


def read(key, query):
    """Answers from the side the flag says; the other side is asked in the background, at most 100 at once."""
    context = EvaluationContext(targeting_key=key[2][0])
    stage = flags.get_string_value("shop-to-postgres.stage", "OFF", context)
    reads_new = flags.get_boolean_value("shop-to-postgres.reads-new", False, context)
    arm = "new" if reads_new else "old"
    count(f"reads.{arm}")
    try:
        answer = query("target" if reads_new else "source")
    except Exception:
        count(f"readErrors.{arm}")
        raise
    if stage in ("SHADOW", "LIVE"):
        if shadow_room.acquire(blocking=False):
            shadow_pool.submit(shadow, query, "source" if reads_new else "target", answer, key)
        else:
            count("shadowDropped")
    return answer


def shadow(query, side, answer, key):
    """A mismatch is reported by key; the control plane looks again at a later hop before it counts."""
    try:
        other = query(side)
        count("shadowReads")
        if other == answer:
            count("shadowMatches")
        else:
            count("shadowMismatches")
            doubt(key, "mismatch")
    except Exception:
        count("shadowErrors")
    finally:
        shadow_room.release()
