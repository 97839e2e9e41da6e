"""Parts of a source to Parquet files.

One thread writes while the next part is made: compression needs no Python, so two cores are kept busy, and no more
than one finished part waits in memory.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

PART = 1_000_000  # rows a file
ROW_GROUP = 131_072


def parts(total: int) -> list[range]:
    """Row numbers of each file of a source; one file at least, be it empty."""
    return [range(start, min(start + PART, total)) for start in range(0, max(total, 1), PART)]


class Files:
    """The folder the sources are written to; a context manager that waits for the last file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, list[Path]] = {}
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None

    def __enter__(self) -> "Files":
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._wait()
        finally:
            self._pool.shutdown()

    def add(self, source: str, columns: dict[str, pa.Array]) -> None:
        """Write one more file of `source`."""
        known = self.paths.setdefault(source, [])
        path = self.folder / f"{source}-{len(known) + 1:03d}.parquet"
        known.append(path)
        self._wait()
        self._pending = self._pool.submit(_write, pa.table(columns), path)

    def _wait(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()


def _write(table: pa.Table, path: Path) -> None:
    words = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP, use_dictionary=words)
