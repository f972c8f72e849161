"""PostGIS for the space benchmark: a server of its own, started and ended by id.

Decides where its programs are found, as whom it runs, and how it is set up: it answers
on a socket in a directory of the benchmark alone, never flushes, works on one core as
the product does, and holds everything in memory. Knows nothing of volumes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import psycopg

from bench.process import READY_WITHIN_S, STOPPED_WITHIN_S, BenchError, cpu_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Session: TypeAlias = "psycopg.Connection[tuple[object, ...]]"

INSTALL: Final = (
    "PostGIS is not installed; on Debian 12 this installs it:"
    " apt-get install postgresql-15-postgis-3"
)
_DEBIAN: Final = Path("/usr/lib/postgresql")
_US: Final = "bench"
_UNPRIVILEGED: Final = ("postgres", "nobody")
_SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "32GB",
    "autovacuum": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "maintenance_work_mem": "1GB",
    "work_mem": "512MB",
    "random_page_cost": "1.1",
}
"""No flush, one core, all of it in memory: what favours it, as far as we know."""
_ASKED_EVERY_S: Final = 0.1
_LAST_WORDS: Final = 2_000


class Server(NamedTuple):
    """A server that runs, and our one session with it."""

    session: Session
    version: str

    def do(self, statement: str) -> None:
        """Let it carry out one statement."""
        self.session.execute(statement.encode())

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return what a query finds."""
        return list(self.session.execute(query.encode()).fetchall())

    def cpu_s(self) -> float:
        """Return the processor time that our session has cost the server so far."""
        return cpu_s(self.session.info.backend_pid)


class _Owner(NamedTuple):
    """As whom it runs; None: as we do."""

    user: str | None = None
    group: int | None = None
    extra_groups: list[int] | None = None


@contextmanager
def serving(scratch: Path) -> Iterator[Server]:
    """Run a server with an empty database, and end it whatever happens.

    Args:
        scratch: a directory of the benchmark's own.

    Raises:
        BenchError: it is not installed, does not start, or fails.
    """
    programs = _programs()
    place = scratch / "postgis"
    place.mkdir(mode=0o700)
    owner = _owner(scratch, place)
    _make(programs, place, owner)
    process = _started(programs, place, owner)
    try:
        with _session(place, process) as session:
            session.execute("CREATE EXTENSION postgis")
            session.execute("CREATE EXTENSION btree_gist")
            yield Server(session, _version(session))
    except psycopg.Error as error:
        raise BenchError(f"PostGIS failed: {error}") from error
    finally:
        _end(process)


def _programs() -> Path:
    """Return where the programs of the newest PostgreSQL with PostGIS lie."""
    found = [
        (int(each.name), each / "bin")
        for each in _DEBIAN.glob("[0-9]*")
        if (each / "lib" / "postgis-3.so").is_file()
    ]
    if found:
        return max(found)[1]
    program = shutil.which("initdb")
    if program is None:
        raise BenchError(INSTALL)
    return Path(program).resolve().parent


def _owner(scratch: Path, place: Path) -> _Owner:
    """Give the place to whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return _Owner()
    known = {each.pw_name: each for each in pwd.getpwall()}
    name = next((each for each in _UNPRIVILEGED if each in known), None)
    if name is None:
        raise BenchError("PostgreSQL refuses to run as root: measure as somebody else")
    # Whoever it runs as must come through our directory, and need not see into it.
    scratch.chmod(0o711)
    shutil.chown(place, name)
    return _Owner(name, known[name].pw_gid, [])


def _make(programs: Path, place: Path, owner: _Owner) -> None:
    """Make its files. It trusts who connects: the socket lies where nobody else may."""
    options = ("--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
    where = ("--pgdata", str(place / "data"), "--username", _US)
    making = _begun([str(programs / "initdb"), *where, *options], place, owner)
    if making.wait():
        raise BenchError(f"PostgreSQL cannot make its files{_last_words(place)}")


def _started(programs: Path, place: Path, owner: _Owner) -> subprocess.Popen[bytes]:
    settings = _SETTINGS | {"unix_socket_directories": str(place)}
    argv = [str(programs / "postgres"), "-D", str(place / "data")]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    return _begun(argv, place, owner)


def _begun(argv: Sequence[str], place: Path, owner: _Owner) -> subprocess.Popen[bytes]:
    with (place / "log").open("wb") as log:
        # A session of its own: Ctrl-C in the terminal reaches the benchmark alone,
        # which then ends its server in order.
        return subprocess.Popen(
            argv,
            user=owner.user,
            group=owner.group,
            extra_groups=owner.extra_groups,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _last_words(place: Path) -> str:
    words = (place / "log").read_bytes()[-_LAST_WORDS:].decode(errors="replace")
    return f"; its last words:\n{words}"


def _session(place: Path, process: subprocess.Popen[bytes]) -> Session:
    """Return a session once the server serves."""
    ends = time.monotonic() + READY_WITHIN_S
    while process.poll() is None and time.monotonic() < ends:
        try:
            return psycopg.connect(
                host=str(place), user=_US, dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError:
            time.sleep(_ASKED_EVERY_S)
    raise BenchError(f"PostgreSQL does not serve{_last_words(place)}")


def _version(session: Session) -> str:
    row = session.execute("SELECT postgis_lib_version()").fetchone()
    postgresql = session.info.parameter_status("server_version")
    return f"PostGIS {row[0] if row else '?'} in PostgreSQL {postgresql}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it in order: SIGINT lets it cut its sessions; SIGQUIT if it does not obey."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOPPED_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()
