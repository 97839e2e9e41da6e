"""A drop folder with files that lie there since an hour, the command over it, and a real PostgreSQL for those who ask."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from data.__main__ import main
from data.mapping_text import mapping_text
from tests.builders import write_rows

OWNER, LOCKED, PASSWORD = "postgres", "locked", "marker-5d1c-never-shown"
DEBIAN = Path("/usr/lib/postgresql")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@dataclass(frozen=True)
class Drop:
    """A drop folder; what is put there was written an hour ago."""

    folder: Path

    def put(self, name: str, content: str | bytes | list[dict], *, seconds_ago: float = 3600) -> Path:
        path = self.folder / name
        if isinstance(content, list):
            write_rows(path, content)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        then = time.time() - seconds_ago
        os.utime(path, (then, then))
        return path

    def settings(self, text: str) -> None:
        (self.folder / "sync.toml").write_text(text, "utf-8")

    def mapping(self, name: str, source: str, **columns: object) -> None:
        (self.folder / name).write_text(mapping_text({"source": source, "columns": columns}), "utf-8")


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    folder = tmp_path / "drop"
    folder.mkdir()
    return Drop(folder)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(store, drop, capfd) -> Run:
    """One run over the drop folder: exit code, what it wrote and what it complained about."""

    def run_sync(*arguments: str) -> tuple[int, str, str]:
        code = main(["sync", str(drop.folder), "--store", str(store.root), *arguments])
        return (code, *capfd.readouterr())

    return run_sync


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, reached over a Unix socket in `folder`. The account `locked` needs a password."""

    folder: Path

    def dsn(self, user: str = OWNER, **more: object) -> str:
        return psycopg.conninfo.make_conninfo(host=str(self.folder), user=user, dbname="postgres", **more)

    def do(self, *statements: str | sql.Composable) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests of the session. In CI it has to be there."""
    programs = _programs()
    if programs is None:
        missing = "PostgreSQL is missing; on Debian: apt-get install postgresql"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    account = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="kept-pg-", dir="/tmp"))  # the path of a socket must be short
    if account:
        shutil.chown(folder, account)

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments], user=account, cwd=folder, check=True, stdout=subprocess.DEVNULL
        )

    cluster = folder / "cluster"
    call(
        "initdb",
        "-D",
        str(cluster),
        "-U",
        OWNER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
    )
    (cluster / "pg_hba.conf").write_text(f"local all {LOCKED} scram-sha-256\nlocal all all trust\n")
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off -c autovacuum=off"
    call("pg_ctl", "-D", str(cluster), "-w", "-s", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        found = Server(folder)
        found.do(
            sql.SQL("CREATE ROLE locked LOGIN PASSWORD {}").format(sql.Literal(PASSWORD)), "CREATE ROLE guest LOGIN"
        )
        yield found
    finally:
        call("pg_ctl", "-D", str(cluster), "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of the server's programs: Debian's newest, else where initdb is."""
    found = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    program = shutil.which("initdb")
    return Path(program).resolve().parent if program else None
