"""A process: WORKBOOK TARGET SHEET writes one sheet as CSV; WORKBOOK TARGET alone writes the names of the sheets.

Dates become ISO text, whole numbers have no decimal point, and a cell with an error (#N/A) is empty. Ends with an
`Outcome`.
"""

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, WorksheetNotFound

from data.unpacking.limits import GIGABYTE, Outcome, limit_process
from data.unpacking.zip_checks import is_suspicious, unpacked_size

CELLS = 60_000_000
SECONDS = 240
ALWAYS_ALLOWED = 64 << 20
MOST_TIMES = 20
"""A text that many cells share is stored once: written out, a sheet may be this many times its unpacked size."""


def as_text(cell: object) -> str:
    """A cell as it is written into the CSV."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S")
    if isinstance(cell, timedelta):
        return str(int(cell.total_seconds()))
    return str(cell)


def names(path: Path, target: Path) -> Outcome:
    """Write the names of the sheets that hold cells, one per line."""

    def write() -> Outcome:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        target.write_text("\n".join(sheets), "utf-8")
        return Outcome.DONE

    return _guarded(path, write)


def unpack(path: Path, target: Path, sheet: str) -> Outcome:
    """Write one sheet, the first one if `sheet` is empty."""

    def write() -> Outcome:
        with CalamineWorkbook.from_path(str(path)) as book:
            page = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
            if page.total_height * page.total_width > CELLS:
                return Outcome.BOMB
            return _write(target, page.iter_rows(), max(ALWAYS_ALLOWED, MOST_TIMES * unpacked_size(path)))

    return _guarded(path, write)


def _write(target: Path, rows: Iterable[Sequence[object]], most: int) -> Outcome:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer, left = csv.writer(file, lineterminator="\n"), most
        for row in rows:
            left -= writer.writerow([as_text(cell) for cell in row])
            if left < 0:
                return Outcome.BOMB
    return Outcome.DONE


def _guarded(path: Path, write: Callable[[], Outcome]) -> Outcome:
    """Look at the archive first, and say what goes wrong when it is read."""
    try:
        return Outcome.BOMB if is_suspicious(path) else write()
    except WorksheetNotFound:
        return Outcome.NO_SUCH_SHEET
    except PasswordError:
        return Outcome.PROTECTED
    except MemoryError:
        raise
    except Exception:  # a damaged archive can raise anything: the errors of calamine, zipfile, zlib and struct
        return Outcome.UNREADABLE


if __name__ == "__main__":
    limit_process(memory=3 * GIGABYTE, seconds=SECONDS, file_size=16 * GIGABYTE)
    book, written = Path(sys.argv[1]), Path(sys.argv[2])
    sys.exit(unpack(book, written, sys.argv[3]) if len(sys.argv) > 3 else names(book, written))
