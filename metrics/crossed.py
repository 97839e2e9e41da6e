"""Few lines counted by many dimensions at once, from which every split by some of them is added up.

The values of each dimension are codes: places among its values, those without one last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.model import spelt
from metrics.series import Group, Integers, Series, integers

Value = str | int | bool | None


@dataclass(frozen=True)
class Crossed:
    """One line per combination of values that occurs.

    Attributes:
        days: the first day of each line, since 1970-01-01.
        codes: for each dimension, one code per line.
        values: for each dimension, what its codes stand for.
        columns: one row of integers per column, one number per line.
        statement: the SQL that gave them.
    """

    days: Integers
    codes: tuple[Integers, ...]
    values: tuple[Sequence[Value], ...]
    columns: Integers
    statement: str

    @property
    def size(self) -> int:
        """Bytes, to keep a cache within bounds."""
        return (len(self.codes) + 1) * self.days.nbytes + self.columns.nbytes

    @classmethod
    def of(
        cls, fetched: dict[str, Any], keys: Sequence[str], columns: Sequence[str], statement: str,
        texts: Sequence[Sequence[str] | None],
    ) -> "Crossed":  # fmt: skip
        """From a statement's columns: its group keys, `day` and integers; `texts` holds what the codes of a key stand for."""
        coded = [_coded(fetched[key], known) for key, known in zip(keys, texts, strict=True)]
        stacked = np.stack([integers(fetched[name]) for name in columns])
        days = integers(fetched["day"])
        return cls(days, tuple(code for code, _ in coded), tuple(known for _, known in coded), stacked, statement)

    def by(
        self, names: Sequence[int], where: Mapping[int, Sequence[str | None]], least: Sequence[bool]
    ) -> Series:  # fmt: skip
        """The groups by some of the dimensions, told by their places, each on one line at its first day.

        `where` tells by place the values kept, spelt as filters spell them; `least` of which columns the least is taken.
        """
        lines = np.flatnonzero(self._kept(where))
        if not len(lines):
            return Series(self.days[:0], self.days[:0], () if names else ((),), self.columns[:, :0], self.statement)
        number = np.zeros(len(lines), dtype=np.int64)
        for name in names:
            number = number * (len(self.values[name]) + 1) + self.codes[name][lines]
        order = np.argsort(number, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(number[order]) != 0])
        lines = lines[order]
        columns = [
            (np.minimum if lowest else np.add).reduceat(row[lines], starts)
            for row, lowest in zip(self.columns, least, strict=True)
        ]
        days = np.minimum.reduceat(self.days[lines], starts)
        groups = self._groups(names, lines[starts])
        return Series(days, np.arange(len(groups)), groups, np.stack(columns), self.statement)

    def _kept(self, where: Mapping[int, Sequence[str | None]]) -> NDArray[np.bool_]:
        kept = np.ones(len(self.days), dtype=bool)
        for name, wanted in where.items():
            known = self.values[name]
            codes = [code for code, value in enumerate(known) if value is not None and spelt(value) in wanted]
            kept &= np.isin(self.codes[name], [*codes, *([len(known)] if None in wanted else [])])
        return kept

    def _groups(self, names: Sequence[int], lines: Integers) -> tuple[Group, ...]:
        if not names:
            return ((),)
        return tuple(zip(*(self._told(name, self.codes[name][lines].tolist()) for name in names), strict=True))

    def _told(self, name: int, codes: Sequence[int]) -> list[Value]:
        known = self.values[name]
        return [None if code == len(known) else known[code] for code in codes]


def _coded(key: Any, texts: Sequence[str] | None) -> tuple[Integers, Sequence[Value]]:
    """A fetched key as codes, and what these stand for."""
    empty, found = np.ma.getmaskarray(key), np.ma.getdata(key)
    if texts is not None:
        return np.where(empty, len(texts), found).astype(np.int64), texts
    values, codes = np.unique(found[~empty], return_inverse=True)
    all_codes = np.full(len(found), len(values), dtype=np.int64)
    all_codes[~empty] = codes
    return all_codes, values.tolist()
