"""The child process of `workbook`: one sheet of one workbook → CSV, under limits of memory and time.

Exit codes: 0 done, 3 no such sheet, 4 not readable, 5 suspicious. Run as a module: WORKBOOK TARGET SHEET.
"""

import csv
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

MEMORY = 3 << 30
UNPACKED = 2 << 30
CELLS = 60_000_000
CPU_SECONDS = 240


def limit_process() -> None:
    """Hold this process to its memory and time, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def is_suspicious(path: Path) -> bool:
    """Whether unpacking would swell, or the XML declares entities (which are read as empty cells)."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > UNPACKED or unpacked > 200 * path.stat().st_size + (8 << 20):
            return True
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    if b"<!DOCTYPE" in part.read(4096):
                        return True
    return False


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


def unpack(path: Path, target: Path, sheet: str) -> int:
    """Write one sheet; returns the exit code."""
    try:
        if is_suspicious(path):
            return 5
        book = CalamineWorkbook.from_path(str(path))
        page = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        if page.total_height * page.total_width > CELLS:
            return 5
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([as_text(c) for c in row] for row in page.iter_rows())
    except WorksheetNotFound:
        return 3
    except (CalamineError, zipfile.BadZipFile, OSError):
        return 4
    return 0


if __name__ == "__main__":
    limit_process()
    sys.exit(unpack(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
