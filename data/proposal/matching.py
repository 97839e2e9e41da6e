"""Which column of a file fills which column of a contract, and how sure that is."""

import re
from dataclasses import dataclass
from pathlib import Path

from data.contracts import contracts
from data.contracts.model import Column, Contract, Type
from data.proposal.model import ColumnShape, Found, Kind
from data.proposal.words import LIKELY, SURE, code_of, header_says, parts, plain, source_words
from data.words import Text

LEAST = 0.5
"""A column below this confidence is not proposed."""
MARGIN = 0.05
"""Two columns closer than this are a question."""
FEW_VALUES = 8
"""Different values of a closed list up to which unknown ones are asked for rather than the column being left out."""


@dataclass(frozen=True)
class Candidate:
    """A column of a file for a column of a contract."""

    column: Column
    shape: ColumnShape
    header: float
    fit: float

    @property
    def confidence(self) -> float:
        """0–1: 1 is a known header with fitting values."""
        return round(self.header * self.fit, 2)

    @property
    def why(self) -> Text:
        """What speaks for it."""
        said = Text("a known header", "表头明确") if self.header >= SURE else Text("a likely header", "表头相近")
        fits = (
            Text("values that fit", "取值相符") if self.fit >= 0.95 else Text("values that fit in part", "取值部分相符")
        )
        return Text(f"{said.en}, {fits.en}", f"{said.zh}，{fits.zh}")


@dataclass(frozen=True)
class Matched:
    """The best columns for one source, their close rivals, and how well the source fits the file as a whole."""

    source: Contract
    chosen: dict[str, Candidate]
    rivals: dict[str, tuple[Candidate, ...]]
    score: float


def match(source: Contract, found: Found) -> Matched:
    """Give every column of the contract the file's best column, each file column once."""
    candidates = sorted(
        (one for column in source.columns for shape in found.columns if (one := candidate(source, column, shape, found.rows)) is not None),
        key=lambda one: (-one.confidence, -one.header),
    )  # fmt: skip
    chosen: dict[str, Candidate] = {}
    taken: set[str] = set()
    for one in candidates:
        if one.column.name not in chosen and one.shape.header not in taken:
            chosen[one.column.name] = one
            taken.add(one.shape.header)
    rivals = {
        name: tuple(one for one in candidates if one.column.name == name and one.shape.header not in taken
                    and one.confidence >= best.confidence - MARGIN and one.header >= LIKELY)
        for name, best in chosen.items()
    }  # fmt: skip
    ordered = {column.name: chosen[column.name] for column in source.columns if column.name in chosen}
    return Matched(
        source, ordered, {name: found for name, found in rivals.items() if found}, _score(source, chosen, found)
    )


def candidate(source: Contract, column: Column, shape: ColumnShape, rows: int) -> Candidate | None:
    """How a file's column would fill the contract's; None when it would not."""
    header = header_says(source.name, column.name, shape.header)
    if header == 0:
        return None
    one = Candidate(column, shape, header, fit(source, column, shape, header, rows))
    return one if one.confidence >= LEAST else None


def fit(source: Contract, column: Column, shape: ColumnShape, header: float, rows: int) -> float:
    """How well a column's values suit the contract's column, 0–1."""
    if shape.kind is Kind.EMPTY:
        return 0.0
    if shape.kind.personal and not column.personal:
        return 0.0
    match column.type:
        case Type.MOMENT | Type.DAY:
            return 1.0 if shape.kind.dated else 0.0
        case Type.BOOLEAN:
            return 1.0 if shape.kind is Kind.FLAG else 0.0
        case Type.INTEGER | Type.DECIMAL:
            return _number_fit(column, shape)
    if column.values:
        return _closed_fit(source, column, shape, header)
    return _code_fit(source, column, shape, rows)


def known_share(source: Contract, column: Column, shape: ColumnShape) -> float:
    """Share of the cells whose value stands for a code of the closed list."""
    total = sum(count for _, count in shape.values)
    known = sum(count for value, count in shape.values if code_of(source.name, column.name, value))
    return known / total if total else 0.0


def bounds(column: Column) -> tuple[float, float] | None:
    """The least and greatest score a column may hold."""
    found = re.fullmatch(r"score (\d+)-(\d+)", column.unit or "")
    return (float(found[1]), float(found[2])) if found else None


def _number_fit(column: Column, shape: ColumnShape) -> float:
    if shape.kind not in {Kind.NUMBER, Kind.FLAG}:
        return 0.0
    limits = bounds(column)
    if limits and shape.high is not None and shape.low is not None:
        return 1.0 if limits[0] <= shape.low and shape.high <= limits[1] else 0.0
    return 1.0


def _closed_fit(source: Contract, column: Column, shape: ColumnShape, header: float) -> float:
    share = known_share(source, column, shape)
    if not shape.values or shape.distinct > 40:
        return 0.0
    few = shape.distinct <= FEW_VALUES
    if share == 0 and not (few and header >= SURE) and not (shape.distinct <= 3 and header >= LIKELY):
        return 0.0
    if share < 0.5 and not few and not column.required:
        return 0.0
    return max(0.5 + 0.5 * share, LEAST / header)


def _code_fit(source: Contract, column: Column, shape: ColumnShape, rows: int) -> float:
    if shape.kind.dated or (shape.kind is Kind.NUMBER and not shape.whole):
        return 0.0
    if source.key == (column.name,):
        if shape.kind is Kind.TEXT and shape.longest > 60:
            return 0.0
        return 1.0 if shape.unique else 0.9 if shape.distinct > 0.5 * rows else 0.65
    if shape.kind is Kind.TEXT and shape.longest > 120:
        return 0.0
    if column.dimension and shape.kind is Kind.TEXT and shape.distinct > 0.5 * max(rows, 20):
        return 0.4
    return 1.0


def _score(source: Contract, chosen: dict[str, Candidate], found: Found) -> float:
    """Columns count by their confidence, required ones twice; a file's name and headers speak for a source too."""
    total = sum(one.confidence * (2 if one.column.required else 1) for one in chosen.values())
    missing = [column for column in source.columns if column.required and column.name not in chosen]
    return round(total - 0.75 * len(missing) + evidence(source, found), 2) if chosen else 0.0


def evidence(source: Contract, found: Found) -> float:
    """What the name of a file, of its sheet and of its columns say for a source."""
    name = [*parts(Path(found.path).name.split(".")[0]), *parts(found.sheet or "")]
    said = 0.0
    for word in source_words(source.name):
        own = parts(word)
        if any(tuple(name[start : start + len(own)]) == own for start in range(len(name))) or (
            not word.isascii() and plain(word) in plain(found.path.rsplit("/", 1)[-1] + (found.sheet or ""))
        ):
            said = max(said, 2.0)
        elif any(plain(word) == plain(header) or word in parts(header) for header in found.headers):
            said = max(said, 1.0)
    return said


def best_sources(found: Found) -> list[Matched]:
    """All sources that have anything to do with a file, the best first."""
    matched = [match(source, found) for source in contracts().values()]
    return sorted((one for one in matched if one.chosen and one.score > 0), key=lambda one: -one.score)
