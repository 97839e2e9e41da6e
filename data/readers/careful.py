"""The slow and careful road for delimited text that DuckDB stumbles over: broken quotes, mixed line ends, long records.

A quote that is never closed would swallow the lines after it. Here the line in which it stands is set aside, and the
lines after it are read again, each for itself. What fits is written to a clean file, with its number before it.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from data.readers.layout import Misfit

MAX_RECORD = 4 << 20
"""Characters of the longest record that is read; DuckDB is held to as many bytes."""
BAD = re.compile("[\udc80-\udcff]")

csv.field_size_limit(MAX_RECORD)


@dataclass(frozen=True)
class Form:
    """How the records of a file are written."""

    delimiter: str
    quote: str
    columns: int
    lone_cr: bool

    def reader(self, lines: Iterator[str], escape: str | None = None) -> "Iterator[list[str]]":
        r"""A reader of records that fails at a broken quote; `escape` is the sign of `\\"`, where that is in use."""
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, escapechar=escape,
                          doublequote=escape is None, skipinitialspace=True, strict=True)  # fmt: skip


@dataclass
class Lines:
    """The physical lines of a file, of which some can be put back; `taken` are those of the record being read."""

    source: Iterator[str]
    waiting: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    length: int = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.length > MAX_RECORD:
            raise csv.Error("record too long")
        line = self.waiting.popleft() if self.waiting else next(self.source)
        self.taken.append(line)
        self.length += len(line)
        return line

    def begin(self) -> None:
        """A new record begins."""
        self.taken.clear()
        self.length = 0

    def put_back(self, first: int) -> None:
        """Give back the lines of this record from the one with this place on."""
        self.waiting.extendleft(reversed(self.taken[first:]))
        self.begin()


def rewrite(plain: Path, target: Path, form: Form, skip: Callable[[TextIO], None]) -> tuple[Misfit, ...]:
    """Write the records of `plain` that fit into `target` (number, cells) and return the others.

    `skip` reads past the header and what stands before it.
    """
    misfits: list[Misfit] = []
    newline = "" if form.lone_cr else "\n"
    with (
        plain.open(encoding="utf-8-sig", errors="surrogateescape", newline=newline) as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        skip(source)
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        for number, (cells, reason) in enumerate(_records(Lines(_physical(source, form)), form), start=1):
            if reason:
                misfits.append(Misfit(number, reason))
            else:
                writer.writerow([number, *cells])
    return tuple(misfits)


def _records(lines: Lines, form: Form) -> Iterator[tuple[list[str], str]]:
    """Each record with the reason why it does not fit, if any. Blank lines are none, but where there is one column."""
    reader, escaping = form.reader(lines), form.reader(lines, "\\")
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = _read_escaped(lines, escaping, form)
            if not cells:
                first = lines.taken[0] if lines.taken else ""
                lines.put_back(1)
                yield [], "record_too_long" if len(first) > MAX_RECORD else "broken_quotes"
                continue
        if not cells and form.columns > 1:
            continue
        cells = cells or [""]
        while len(cells) > form.columns and not cells[-1]:
            cells.pop()
        reason = _misfit(lines, cells, form)
        if reason and len(lines.taken) > 1:
            # a quote closed by chance many lines later: those lines are read again, each for itself
            lines.put_back(1)
            reason = "broken_quotes"
        yield cells, reason


def _read_escaped(lines: Lines, reader: Iterator[list[str]], form: Form) -> list[str]:
    """The cells of a record in which quotes are escaped by a backslash; none if that does not explain it either.

    The lines of the record are `taken` again, or as they were.
    """
    before = list(lines.taken)
    if not any(f"\\{form.quote}" in line for line in before):
        return []
    lines.put_back(0)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        cells = []
    if len(cells) == form.columns:
        return cells
    lines.put_back(0)
    for _ in before:
        next(lines)
    return []


def _misfit(lines: Lines, cells: list[str], form: Form) -> str:
    if any(BAD.search(line) for line in lines.taken):
        return "bad_characters"
    if len(cells) != form.columns:
        return "too_few_cells" if len(cells) < form.columns else "too_many_cells"
    return "record_too_long" if lines.length > MAX_RECORD else ""


def _physical(source: TextIO, form: Form) -> Iterator[str]:
    """The lines of a file, with one kind of line end; what is too long is cut, so that it can be told and skipped."""
    while line := source.readline(MAX_RECORD + 2):
        if len(line) > MAX_RECORD and not line.endswith(("\n", "\r")):
            while (rest := source.readline(MAX_RECORD)) and not rest.endswith(("\n", "\r")):
                pass
            yield line
            continue
        body = line.rstrip("\r\n")
        if "\r" not in body:
            yield body + "\n"
        else:
            yield from _split(body, form)


def _split(body: str, form: Form) -> Iterator[str]:
    """A line with a lone CR inside: several records where one of the parts is whole, else a blank in a cell."""
    parts = [part for part in body.split("\r") if part]
    marks = [part.count(form.delimiter) for part in parts]
    in_last_cell = not any(marks[1:]) and form.columns > 1
    if form.quote in body or in_last_cell or form.columns - 1 not in marks:
        parts = [body.replace("\r", " ")]
    yield from (part + "\n" for part in parts)
