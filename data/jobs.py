"""A command of `python -m data` run in a process of its own, and watched: pages import by the very command people type.

A page's process then needs no right to write versions, and lives on whatever a file does to the import.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.words import Text

ROOT = Path(__file__).resolve().parent.parent
STOPPED = Text(
    "The work stopped before its end (its process was ended, or ran out of memory). Unless the Versions page lists a new"
    " version, nothing was changed; try again.",
    "处理中途停止（进程被终止或内存不足）。只要“版本”页没有新增版本，数据就未作任何改动，请重试。",
)
STOPPED_BY_HAND = Text(
    "Stopped as you asked. Unless the Versions page lists a new version, nothing was changed.",
    "已按您的要求停止。只要“版本”页没有新增版本，数据就未作任何改动。",
)


class Job:
    """One running command. `share` (0–1) and `what` say how far it is; then either `result` or `error` is set.

    `share` never runs backwards. What a page reads here is written by a thread that follows the command.
    """

    def __init__(self, arguments: Sequence[str], *, by: str | None = None) -> None:
        self.share, self.what = 0.0, Text("Starting", "正在开始")
        self.result: Any = None
        self.error: Text | None = None
        self._stopped = False
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | ({"KEPT_USER": by} if by else {})
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "data", *arguments, "--events"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
            text=True, encoding="utf-8",
        )  # fmt: skip
        self._complaints: deque[str] = deque(maxlen=50)
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._follow, self._drain)]
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return self.result is None and self.error is None

    def stop(self) -> None:
        """End it. Nothing will have been changed, unless it was already publishing."""
        self._stopped = True
        self._process.kill()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for its end."""
        self._threads[0].join(seconds)

    def _follow(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - for the type checker
        with self._process.stdout as stream:
            for line in stream:
                self._hear(line)
        self._process.wait()
        self._threads[1].join()
        if not self.running:
            return
        if self._stopped:
            self.error = STOPPED_BY_HAND
        else:
            logging.getLogger(__name__).error("ended with %s\n%s", self._process.returncode, "".join(self._complaints))
            self.error = STOPPED

    def _hear(self, line: str) -> None:
        try:
            told = json.loads(line)
        except ValueError:
            return
        if "result" in told:
            self.share, self.result = 1.0, told["result"]
        elif "error" in told:
            self.error = Text(**told["error"])
        elif "share" in told:
            self.share, self.what = max(self.share, told["share"]), Text(told["en"], told["zh"])

    def _drain(self) -> None:
        """Take what it writes to standard error, so that a full pipe never holds it up.

        Kept for the log is where it failed, not with what words: these may quote the data.
        """
        assert self._process.stderr is not None  # noqa: S101 - for the type checker
        with self._process.stderr as stream:
            self._complaints.extend(line for line in stream if line.startswith('  File "'))
