"""A file as a mapping sees it: its own columns, those of the files looked up beside it, and expressions over both."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from data.errors import UnknownName
from data.expressions import checked, names_in
from data.mapping import Cell, Lookup, Mapping, refuse_incomplete
from data.readers.layout import ROW, RawFile, quoted
from data.words import Text

COLUMN_IN_FILE = Text("column in the file", "文件列")


@dataclass(frozen=True)
class Joined:
    """A raw file with the lookups of its mapping, by their names; `name` is the file's own."""

    raw: RawFile
    lookups: dict[str, RawFile] = field(default_factory=dict)
    name: str = ""

    def column(self, names: Iterable[str]) -> str:
        """SQL of the first of these columns that there is, of the file or of a lookup; raises UnknownName."""
        tried = list(names)
        for name in tried:
            if (own := self.own(name)) is not None:
                return f"main_row.{quoted(own)}"
            alias, _, looked_up = name.partition(".")
            if alias in self.lookups and (found := spelt(looked_up, self.lookups[alias])) is not None:
                return f"{quoted(alias)}.{quoted(found)}"
        raise UnknownName(COLUMN_IN_FILE, tried[0], self.raw.columns)

    def own(self, name: str) -> str | None:
        """The file's own spelling of a column; None if it has no such column."""
        return spelt(name, self.raw)

    def expression(self, expression: str) -> str:
        """An expression of the mapping as safe SQL. Raises ImportRefused or UnknownName."""
        joined = {name: list(file.columns) for name, file in self.lookups.items()}
        return f"({checked(expression, list(self.raw.columns), joined)})"

    def condition(self, expression: str) -> str:
        """A condition that is false where it cannot be computed."""
        return f"(TRY({self.expression(expression)}) IS NOT DISTINCT FROM true)"

    def digest(self) -> str:
        """A name for a row by all of its cells."""
        cells = ", ".join(f"coalesce(CAST(main_row.{quoted(name)} AS VARCHAR), '')" for name in self.raw.columns)
        return f"left(sha256(concat_ws(chr(31), {cells})), 20)"

    def clause(self, lookups: Iterable[Lookup]) -> str:
        """The FROM clause: one row per record of the file, at most one of each lookup beside it. Raises UnknownName."""
        joins, before = "", Joined(self.raw)
        for lookup in lookups:
            if lookup.name in self.lookups:
                joins += self._join(lookup, before)
                before = replace(before, lookups={**before.lookups, lookup.name: self.lookups[lookup.name]})
        return f"FROM {self.raw.table} main_row{joins}"

    def _join(self, lookup: Lookup, before: "Joined") -> str:
        file = self.lookups[lookup.name]
        key = _required(lookup.key, file)
        summed = {_required(name, file) for name in lookup.sum}
        window = f"OVER (PARTITION BY {quoted(key)})"
        sums = ", ".join(
            f"CAST(sum(TRY_CAST({quoted(name)} AS DECIMAL(18, 4))) {window} AS VARCHAR) AS {quoted(name)}"
            for name in file.columns
            if name in summed
        )
        columns = f"* REPLACE ({sums})" if sums else "*"
        first = f"row_number() OVER (PARTITION BY {quoted(key)} ORDER BY {ROW}) = 1"
        one_each = f"SELECT {columns} FROM {file.table} QUALIFY {first}"
        equals = f"TRY({before.expression(lookup.equals)})"
        alias = quoted(lookup.name)
        return f" LEFT JOIN ({one_each}) {alias} ON CAST({alias}.{quoted(key)} AS VARCHAR) = CAST({equals} AS VARCHAR)"


def in_force(mapping: Mapping, files: list[Joined]) -> tuple[Mapping, tuple[str, ...]]:
    """A lenient mapping without what none of the files can fill, and the contract columns left empty so.

    Raises ImportRefused when one of them is required.
    """
    if not mapping.lenient:
        return mapping, ()
    absent = {cell.column for cell in mapping.cells if not any(fills(cell, file) for file in files)}
    absent |= {cell.column for cell in mapping.cells if cell.after in absent}
    left = tuple(
        replace(cell, not_before=None) if cell.not_before in absent else cell
        for cell in mapping.cells
        if cell.column not in absent
    )
    mapping = replace(mapping, cells=left)
    refuse_incomplete(mapping)
    return mapping, tuple(column.name for column in mapping.contract.columns if column.name in absent)


def fills(cell: Cell, file: Joined) -> bool:
    """Whether a file has what a cell is filled from."""
    try:
        if cell.expression is not None:
            file.expression(cell.expression)
        elif cell.source or cell.first:
            file.column(cell.source or (cell.first or "",))
    except UnknownName:
        return False
    return True


def spelt(name: str, file: RawFile) -> str | None:
    """A file's own spelling of a column, compared without case and blanks around it."""
    return {column.strip().lower(): column for column in reversed(file.columns)}.get(name.strip().lower())


def columns_read(mapping: Mapping) -> set[str]:
    """The columns of the imported file that a mapping names, also those of which only one is there."""
    names = {mapping.fold.order} if mapping.fold else set()
    expressions = [mapping.keep_rows, *(lookup.equals for lookup in mapping.lookups)]
    for cell in mapping.cells:
        names.update((*cell.source, *([cell.first] if cell.first else [])))
        expressions += [cell.expression, cell.where]
    names |= {name for expression in expressions if expression for name in names_in(expression)}
    looked_up = tuple(f"{lookup.name}." for lookup in mapping.lookups)
    return {name for name in names if not looked_up or not name.startswith(looked_up)}


def _required(name: str, file: RawFile) -> str:
    found = spelt(name, file)
    if found is None:
        raise UnknownName(COLUMN_IN_FILE, name, file.columns)
    return found
