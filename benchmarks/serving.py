"""A server in a process of its own, with what its scripts took and how much memory it holds."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.stores import ROOT

OURS = ROOT / "app.py"
START_SECONDS = 60
REST_SECONDS, REST_LOOKS = 0.5, 240


@dataclass(frozen=True)
class Ran:
    """What the runs of scripts since the last look took: seconds in all, statements asked, seconds of the engine."""

    seconds: float
    statements: int
    engine: float


@dataclass
class Server:
    """A running server, and how far its times have been read."""

    address: str
    process: "subprocess.Popen[bytes]"
    times: Path
    read: int = 0

    def ran(self) -> Ran:
        """What ran since this was asked last."""
        lines = self.times.read_text("utf-8").splitlines() if self.times.exists() else []
        found = [json.loads(line) for line in lines[self.read :]]
        self.read = len(lines)
        return Ran(*(sum(line[name] for line in found) for name in ("seconds", "statements", "engine")))

    def draw_from_constants(self) -> None:
        """From now on give the answers given before, where there are any."""
        self.times.with_suffix(".constant").touch()

    def rest(self) -> None:
        """Wait until the process has nothing more to do, such as asking the board in advance."""
        for _look in range(REST_LOOKS):
            before = self._worked()
            time.sleep(REST_SECONDS)
            if self._worked() - before < REST_SECONDS / 10:
                return

    def _worked(self) -> float:
        """Seconds of processors so far."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes of memory the process holds now (RSS)."""
        told = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", told)
        return int(found[1]) * 1024 if found else 0


@contextmanager
def serving(
    folder: Path,
    store: Path,
    script: Path = OURS,
    *,
    options: Sequence[str] = (),
    settings: bool = True,
    defaults: bool = False,
    remember: bool = False,
    samples: Path | None = None,
) -> Iterator[Server]:
    """A fresh process that serves a script on a store. Raises RuntimeError where it does not start.

    Without `settings` the script runs in its own folder, as Streamlit comes; `defaults` leaves out what makes ours fast;
    `remember` is needed to draw from constants later; `samples` is where it is noted what the scripts do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    times = folder / f"times-{time.time_ns()}.jsonl"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "benchmarks.timed_server", "run", str(script), "--server.port", str(port),
        "--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false",
        "--server.fileWatcherType", "none", *options,
    ]  # fmt: skip
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "KEPT_STORE": str(store), "KEPT_TIMES": str(times)}
    surroundings |= {"KEPT_DEFAULTS": "1"} if defaults else {}
    surroundings |= {"KEPT_REMEMBER": "1"} if remember else {}
    surroundings |= {"KEPT_SAMPLES": str(samples)} if samples else {}
    log = times.with_suffix(".log")
    with log.open("wb") as output, subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT if settings else script.parent, env=surroundings, stdout=output, stderr=output
    ) as process:  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, log)
            yield Server(address, process, times)
        finally:
            process.terminate()
            process.wait()
            for file in (times, times.with_suffix(".constant"), log):
                file.unlink(missing_ok=True)


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(START_SECONDS * 20):
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            if process.poll() is not None:
                break
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8')}")
