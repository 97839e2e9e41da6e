"""What the tests of the import share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.errors import KeptError
from data.readers import Layout, read_file
from data.readers.layout import ROW


@dataclass(frozen=True)
class Found:
    """What a reader found: the columns, the cells and number of each record, and number and reason of the others."""

    columns: tuple[str, ...]
    cells: list[tuple[Any, ...]]
    numbers: list[int]
    misfits: list[tuple[int, str]]


Read = Callable[..., Found]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    """Read bytes, or a file that is there already, as a file of that name."""
    with duckdb.connect() as connection:
        numbers = count()

        def read_bytes(content: bytes | None, name: str = "rows.csv", **layout: Any) -> Found:
            path, work = tmp_path / name, tmp_path / "work"
            work.mkdir(exist_ok=True)
            if content is not None:
                path.write_bytes(content)
            raw = read_file(connection, path, f"raw_{next(numbers)}", Layout(**layout), work)
            records = connection.execute(f"SELECT * FROM {raw.table} ORDER BY {ROW}").fetchall()
            misfits = [(misfit.row, misfit.reason) for misfit in raw.misfits]
            return Found(raw.columns, [record[1:] for record in records], [record[0] for record in records], misfits)

        yield read_bytes


@pytest.fixture
def sentence() -> Callable[[KeptError, str], None]:
    """Check that an error is one sentence that says `part`, in Chinese too, and no text of a program."""

    def check(error: KeptError, part: str) -> None:
        english, chinese = error.to("en"), error.to("zh")
        assert part in english
        assert "\n" not in english + chinese
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
        assert not any(
            word in english for word in ("__init__", "object has no", "object is not", "Traceback", "must be str")
        )

    return check
