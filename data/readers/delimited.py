"""CSV and TSV, also gzipped.

The header is read here, by Python; DuckDB then reads the records with everything stated and nothing guessed, and
hands back the records that do not fit.
"""

import csv
import io
from pathlib import Path

import duckdb

from data.errors import ImportRefused
from data.readers.layout import ROW, Layout, Misfit, RawFile, quoted, unique_headers
from data.readers.plain_text import as_utf8

DELIMITERS = ",;\t|"
MAX_RECORD = 4 << 20
MISFITS = {
    "MISSING COLUMNS": "too_few_cells",
    "TOO MANY COLUMNS": "too_many_cells",
    "UNQUOTED VALUE": "broken_quotes",
    "LINE SIZE OVER MAXIMUM": "record_too_long",
    "INVALID ENCODING": "bad_characters",
}


def read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, layout: Layout, work: Path) -> RawFile:
    """Read a delimited file into `table`. Raises ImportRefused."""
    plain = as_utf8(path, layout.encoding, work)
    delimiter, header, lines_before = _header(plain, path.name, layout)
    columns = unique_headers(header, path.name)
    cells = {f"c{position}": "VARCHAR" for position in range(len(columns))}
    named = ", ".join(f"c{position} AS {quoted(name)}" for position, name in enumerate(columns))
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    connection.execute(
        f"CREATE TABLE {table} AS SELECT row_number() OVER () AS {ROW}, {named} FROM read_csv(?, auto_detect=false,"
        " header=false, skip=?, delim=?, quote=?, escape=?, columns=?, store_rejects=true, strict_mode=true,"
        " max_line_size=?, nullstr='')",
        [str(plain), lines_before, delimiter, layout.quote, layout.quote, cells, MAX_RECORD],
    )
    return RawFile(table, columns, _misfits(connection))


def _header(plain: Path, name: str, layout: Layout) -> tuple[str, list[str], int]:
    """Delimiter, header cells, and the number of lines up to the first record."""
    with plain.open(encoding="utf-8", newline="") as file:
        for _ in range(layout.skip_lines):
            file.readline()
        start = file.read(MAX_RECORD)
    first_line = start.split("\n", 1)[0]
    delimiter = layout.delimiter or max(DELIMITERS, key=first_line.count)
    try:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, quotechar=layout.quote)
        cells = next(reader)
    except (csv.Error, StopIteration, TypeError) as error:
        raise ImportRefused(
            f"The header of {name} cannot be read: {error}.", f"{name} 的表头无法读取：{error}。"
        ) from error
    if layout.header:
        return delimiter, cells, layout.skip_lines + reader.line_num
    return delimiter, [f"c{position}" for position, _ in enumerate(cells, start=1)], layout.skip_lines


def _misfits(connection: duckdb.DuckDBPyConnection) -> tuple[Misfit, ...]:
    """The records DuckDB could not fit, one each; a record with several errors is reported once per column there."""
    rows = connection.execute(
        "SELECT line, min(error_type::VARCHAR), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    return tuple(Misfit(line, MISFITS.get(error, "unreadable"), text or "") for line, error, text in rows)
