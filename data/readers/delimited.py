"""CSV and TSV, also gzipped.

The header is read here, by Python; DuckDB then reads the records with everything stated and nothing guessed, and
hands back the records that do not fit.
"""

import csv
import io
import re
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
    delimiter, header = _header(plain, path.name, layout)
    columns = unique_headers(header, path.name)
    cells = {f"c{position}": "VARCHAR" for position in range(len(columns))}
    named = ", ".join(f"c{position} AS {quoted(name)}" for position, name in enumerate(columns))
    before = layout.skip_lines + (1 if layout.header else 0)
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    connection.execute(
        f"CREATE TABLE {table} AS SELECT row_number() OVER () AS {ROW}, {named} FROM read_csv(?, auto_detect=false,"
        " header=false, skip=?, delim=?, quote=?, escape=?, columns=?, store_rejects=true, strict_mode=true,"
        " max_line_size=?, nullstr='')",
        [str(plain), before, delimiter, layout.quote, layout.quote, cells, MAX_RECORD],
    )
    return RawFile(table, columns, _misfits(connection, table, before))


def _header(plain: Path, name: str, layout: Layout) -> tuple[str, list[str]]:
    """Delimiter and header cells. DuckDB counts the header as one record, over however many lines it runs."""
    with plain.open(encoding="utf-8", newline="") as file:
        for _ in range(layout.skip_lines):
            file.readline()
        start = file.read(MAX_RECORD)
    try:
        delimiter = layout.delimiter or _likely_delimiter(start, layout.quote)
        cells = next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, quotechar=layout.quote))
    except (csv.Error, StopIteration, TypeError) as error:
        raise ImportRefused(
            f"The header of {name} cannot be read: {error}.", f"{name} 的表头无法读取：{error}。"
        ) from error
    if layout.header:
        return delimiter, cells
    return delimiter, [f"c{position}" for position, _ in enumerate(cells, start=1)]


def _likely_delimiter(start: str, quote: str) -> str:
    """The delimiter that occurs most often in the header, quoted text apart."""
    bare = re.sub(f"{re.escape(quote)}[^{re.escape(quote)}]*{re.escape(quote)}", "", start)
    header = bare.lstrip("\r\n").split("\n", 1)[0]
    return max(DELIMITERS, key=header.count)


def _misfits(connection: duckdb.DuckDBPyConnection, table: str, before: int) -> tuple[Misfit, ...]:
    """The records DuckDB could not fit, one each (it reports one with several errors once per column).

    DuckDB numbers them from the top of the file and leaves them out of the table, whose records are renumbered here to
    say where they stand in the file.
    """
    rows = connection.execute(
        "SELECT line, min(error_type::VARCHAR), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    if rows:
        connection.execute("CREATE OR REPLACE TEMP TABLE misfit AS SELECT DISTINCT line FROM reject_errors")
        # the k-th misfit at record r has r - k good records before it, so those numbered above r - k move down by k
        connection.execute(
            f"UPDATE {table} SET {ROW} = {ROW} + shift FROM (SELECT good, max(k) AS shift FROM (SELECT line - $before"
            f" - row_number() OVER (ORDER BY line) AS place, row_number() OVER (ORDER BY line) AS k FROM misfit) m"
            f" JOIN (SELECT {ROW} AS good FROM {table}) g ON g.good > m.place GROUP BY good) moved"
            f" WHERE moved.good = {table}.{ROW}",
            {"before": before},
        )
    return tuple(Misfit(line - before, MISFITS.get(error, "unreadable_row"), text or "") for line, error, text in rows)
