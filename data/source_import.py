"""One source of an import: its files are read, typed, screened and merged into `rows` of a work database."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import duckdb

from data.batch import Batch, Report
from data.contracts import contract as contract_named
from data.errors import ImportRefused
from data.first_import import INCOMING, compare_among_themselves, is_first, take_over
from data.folding import fold
from data.joined import Joined, columns_read, in_force
from data.mapping import Lookup, own_names
from data.merge import Counts, compare, merge
from data.personal import count_screened
from data.quality import profile
from data.readers import Layout, RawFile, is_delimited, read_file
from data.readers.delimited import Stream, stream
from data.readers.layout import ROW
from data.rejects import mark_defects, mark_rejected, rejected_alone, renumber, write_rejects
from data.staging import Staging, refuse_unless_any
from data.words import Text
from data.workbench import Progress, part, watched


@dataclass(frozen=True)
class Work:
    """Where an import works: the database, a scratch folder, the organisation's time zone and secret."""

    connection: duckdb.DuckDBPyConnection
    scratch: Path
    time_zone: str
    secret: str


class SourceImport:
    """Brings the files of one batch into `rows`; afterwards the work database still holds what became of each record."""

    def __init__(self, work: Work, batch: Batch, progress: Progress) -> None:
        self.work, self.batch, self.progress = work, batch, progress
        self.names = ", ".join(path.name for path in batch.files)
        self.progress(Text(f"Reading {self.names}", f"读取 {self.names}"), 0.0)
        self.streams: dict[int, Stream] = {}
        self.rejected: list[Joined] = []
        self.files = self._read()
        mapping = batch.mapping or own_names(contract_named(batch.source or ""), self.files[0].raw.columns)
        self.mapping, self.absent = in_force(mapping, self.files)
        self.staging = Staging(work.connection, self.mapping, work.time_zone, work.secret)

    def run(self, folder: Path) -> Report:
        """Do it: 35 % of the time for reading, 35 % for typing, the rest for merging. Rejected rows go into `folder`."""
        connection = self.work.connection
        first = is_first(connection, self.mapping)
        read = self._type(INCOMING if first else "staged")
        misfits = sum(len(file.raw.misfits) for file in self.files)
        refuse_unless_any(read + misfits, self.names)
        screened = count_screened(connection, self.mapping)
        with watched(connection, part(self.progress, 0.7, 0.3), self.names):
            counts = (self._take_over if first else self._merge)(read, misfits)
        reasons: tuple[tuple[Text, int], ...] = ()
        if counts.rejected:
            named = list(zip(self.batch.files, self.rejected, strict=True))
            reasons = write_rejects(connection, self.staging, named, folder / "rejected.csv")
        return Report(
            self.mapping.contract.name, counts, folder, tuple(self.batch.files), reasons,
            absent=self.absent, left_out=self.left_out, screened=tuple(screened.items()),
            profile=profile(connection, self.mapping, counts),
        )  # fmt: skip

    def _merge(self, read: int, misfits: int) -> Counts:
        """Compare the records with the rows that are known, and bring them in."""
        connection, target = self.work.connection, f"rows.{self.mapping.contract.name}"
        fold(connection, self.mapping)
        compare(connection, self.mapping, target, correct=self.batch.correct)
        mark_rejected(connection, self.mapping)
        self._gather_rejected()
        return merge(connection, self.mapping, target, read, misfits)

    def _take_over(self, read: int, misfits: int) -> Counts:
        """Make the records the rows of a source that has none yet."""
        connection = self.work.connection
        counts = compare_among_themselves(connection, self.mapping, read, misfits)
        mark_defects(connection)
        self._gather_rejected()
        take_over(connection, self.mapping, counts)
        return counts

    def _gather_rejected(self) -> None:
        """If any record is rejected: create `wrong`, with those that could be typed, and tell them in each file."""
        connection = self.work.connection
        if connection.execute("SELECT 1 FROM rejected LIMIT 1").fetchone() is None:
            self.rejected = self.files
            return
        self.rejected = [rejected_alone(connection, number, file) for number, file in enumerate(self.files)]
        for number, file in enumerate(self.rejected):
            renumber(connection, number, file.raw)
        self.staging.retyped(self.rejected, "wrong")

    def first_records(self, count: int) -> Joined:
        """The first records of the first file, in a table of their own; `typed_first` has them typed."""
        file = self.files[0]
        table = f"{file.raw.table}_first"
        order = "" if file.raw.is_streamed else f" ORDER BY {ROW}"
        self.work.connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {file.raw.table}{order} LIMIT {count}")
        first = replace(file, raw=replace(file.raw, table=table, is_streamed=False))
        self.staging.retyped([first], "typed_first")
        return first

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Columns of the files that no column of the mapping is filled from: they are not kept."""
        used = {name.lower() for name in columns_read(self.mapping)}
        columns = (name for file in self.files for name in file.raw.columns)
        return tuple(name for name in dict.fromkeys(columns) if name.strip().lower() not in used)

    def _read(self) -> list[Joined]:
        batch, connection, scratch = self.batch, self.work.connection, self.work.scratch
        layout = batch.mapping.layout if batch.mapping else Layout()
        raws: list[RawFile] = []
        for number, path in enumerate(batch.files):
            share = part(self.progress, 0.35 * number / len(batch.files), 0.35 / len(batch.files))
            with watched(connection, share, self.names):
                raws.append(self._raw(number, path, layout))
        lookups: dict[str, RawFile] = {}
        for number, lookup in enumerate(batch.mapping.lookups if batch.mapping else ()):
            beside = _beside(batch.files[0], lookup, lenient=batch.mapping is not None and batch.mapping.lenient)
            if beside is not None:
                lookups[lookup.name] = read_file(connection, beside, f"lookup_{number}", Layout(), scratch)
        return [Joined(raw, lookups, path.stem) for path, raw in zip(batch.files, raws, strict=True)]

    def _raw(self, number: int, path: Path, layout: Layout) -> RawFile:
        """A file as it is read: as a stream where its records need no numbers before they are typed."""
        connection, scratch, mapping = self.work.connection, self.work.scratch, self.batch.mapping
        numbered = mapping is not None and (mapping.lookups or any(cell.row == "number" for cell in mapping.cells))
        if numbered or layout.skip_last or not is_delimited(path):
            raw = read_file(connection, path, f"raw_{number}", layout, scratch)
            return replace(raw, is_streamed=raw.is_streamed and not numbered)
        raw, self.streams[number] = stream(connection, path, f"raw_{number}", layout, scratch)
        return raw

    def _type(self, table: str) -> int:
        self.staging.create(table)
        read = 0
        for number, file in enumerate(self.files):
            share = part(self.progress, 0.35 + 0.35 * number / len(self.files), 0.35 / len(self.files))
            with watched(self.work.connection, share, self.names):
                if number in self.streams:
                    read += self._type_stream(number, file, self.streams[number])
                else:
                    read += self.staging.add(number, file)
        return read

    def _type_stream(self, number: int, file: Joined, stream: Stream) -> int:
        """Type a file while it is read; where that goes astray, it is taken back and the file read carefully."""
        connection, run = self.work.connection, self.staging.prepared(number, file)
        stream.forget()
        connection.execute("BEGIN")
        try:
            read, astray = run(), stream.lost_its_way()
        except duckdb.InvalidInputException:
            read, astray = 0, True
        if astray:
            connection.execute("ROLLBACK")
            self.files[number] = replace(file, raw=stream.read_carefully())
            return self.staging.add(number, self.files[number])
        connection.execute("COMMIT")
        self.files[number] = replace(file, raw=stream.settled())
        self.staging.counted(number)
        return read


def _beside(imported: Path, lookup: Lookup, *, lenient: bool) -> Path | None:
    """The file of a lookup, in the folder of the imported one. Raises ImportRefused unless there is one, or it is lenient."""
    found = sorted(path for path in imported.parent.glob(lookup.file) if path.is_file())
    if found:
        return found[-1]
    if lenient:
        return None
    raise ImportRefused(
        f"{imported.name} is read together with {lookup.file}, which is not in the same folder.",
        f"{imported.name} 需要与 {lookup.file} 一并读取，但同一文件夹中没有该文件。",
    )
