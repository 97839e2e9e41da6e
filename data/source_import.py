"""One source of an import: its files are read, typed, screened and merged into `rows` of a work database."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from data.batch import Batch, Report
from data.contracts import contract as contract_named
from data.errors import ImportRefused
from data.expressions import names_in
from data.folding import fold
from data.joined import Joined, in_force
from data.mapping import Lookup, Mapping, own_names
from data.merge import compare, merge
from data.personal import screen
from data.readers import Layout, RawFile, read_file
from data.rejects import mark_rejected, write_rejects
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
        self.files = self._read()
        mapping = batch.mapping or own_names(contract_named(batch.source or ""), self.files[0].raw.columns)
        self.mapping, self.absent = in_force(mapping, self.files)
        self.staging = Staging(work.connection, self.mapping, work.time_zone, work.secret)

    def run(self, folder: Path) -> Report:
        """Do it: 35 % of the time for reading, 35 % for typing, the rest for merging. Rejected rows go into `folder`."""
        connection = self.work.connection
        read = self._type()
        misfits = sum(len(file.raw.misfits) for file in self.files)
        refuse_unless_any(read + misfits, self.names)
        screened = screen(connection, self.mapping, self.work.secret)
        with watched(connection, part(self.progress, 0.7, 0.3), self.names):
            target = f"rows.{self.mapping.contract.name}"
            fold(connection, self.mapping)
            compare(connection, self.mapping, target, correct=self.batch.correct)
            mark_rejected(connection, self.mapping)
            counts = merge(connection, self.mapping, target, read, misfits)
        reasons: tuple[tuple[Text, int], ...] = ()
        if counts.rejected:
            named = list(zip(self.batch.files, self.files, strict=True))
            reasons = write_rejects(connection, self.staging, named, folder / "rejected.csv")
        return Report(
            self.mapping.contract.name, counts, folder, tuple(self.batch.files), reasons,
            absent=self.absent, left_out=self.left_out, screened=tuple(screened.items()),
        )  # fmt: skip

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Columns of the files that no column of the mapping is filled from: they are not kept."""
        used = {name.lower() for name in names_used(self.mapping)}
        columns = (name for file in self.files for name in file.raw.columns)
        return tuple(name for name in dict.fromkeys(columns) if name.strip().lower() not in used)

    def _read(self) -> list[Joined]:
        batch, connection, scratch = self.batch, self.work.connection, self.work.scratch
        layout = batch.mapping.layout if batch.mapping else Layout()
        raws: list[RawFile] = []
        for number, path in enumerate(batch.files):
            share = part(self.progress, 0.35 * number / len(batch.files), 0.35 / len(batch.files))
            with watched(connection, share, self.names):
                raws.append(read_file(connection, path, f"raw_{number}", layout, scratch))
        lookups: dict[str, RawFile] = {}
        for number, lookup in enumerate(batch.mapping.lookups if batch.mapping else ()):
            beside = _beside(batch.files[0], lookup, lenient=batch.mapping is not None and batch.mapping.lenient)
            if beside is not None:
                lookups[lookup.name] = read_file(connection, beside, f"lookup_{number}", Layout(), scratch)
        return [Joined(raw, lookups, path.stem) for path, raw in zip(batch.files, raws, strict=True)]

    def _type(self) -> int:
        self.staging.create()
        read = 0
        for number, file in enumerate(self.files):
            share = part(self.progress, 0.35 + 0.35 * number / len(self.files), 0.35 / len(self.files))
            with watched(self.work.connection, share, self.names):
                read += self.staging.add(number, file)
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


def names_used(mapping: Mapping) -> set[str]:
    """Names of file columns the mapping reads."""
    names = {mapping.fold.order} if mapping.fold else set()
    expressions = [mapping.keep_rows, *(lookup.equals for lookup in mapping.lookups)]
    for cell in mapping.cells:
        names.update((*cell.source, *([cell.first] if cell.first else [])))
        expressions += [cell.expression, cell.where]
    return names | {name for expression in expressions if expression for name in names_in(expression)}
