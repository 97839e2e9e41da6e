"""Answers from days that were counted once: one statement per source, axis, split and filters serves every period.

A source that publishing did not roll up is not large and counted from its rows. A large one is answered from its roll-up
where a cut has the dimensions asked for; at an earlier moment than it was counted at, corrected by the rows that were not
settled then. What neither covers is left to a statement of its own.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from data.roll_ups import DAY, Published
from data.warehouse import Warehouse
from metrics.answers import Answer, row_from
from metrics.build import Question, Statement
from metrics.build_series import corrections, from_roll_up, from_rows, has_codes, listed, presence, splits
from metrics.crossed import Crossed
from metrics.dimensions import dimension, dimensions
from metrics.exposed import Counts
from metrics.kept import K, Kept
from metrics.many_rows import rows_from
from metrics.measures import ROWS, Column, columns_of, columns_on
from metrics.model import Grain, Row
from metrics.periods import day_number, end_moment
from metrics.presence import rows_present
from metrics.series import Gathered, Group, Series, gathered, merged
from metrics.settling import limits_besides
from metrics.splits import SPLITS

MOST_BYTES = 256 * 2**20
"""What is kept of one version."""
MANY_NUMBERS = 4_000_000
"""Above so many, only the columns of the metric asked for are counted, not all on its axis."""
MONTHLY = (None, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)


class Counted:
    """Series of one version. Safe to share between threads."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._published = {(item.source, item.axis): item for item in warehouse.roll_ups}
        self._zone = ZoneInfo(warehouse.manifest.organisation["time_zone"])
        self._large = {source for source, _ in self._published}
        self._kept = Kept(MOST_BYTES)
        self._texts: dict[tuple[str, str], list[str]] = {}
        self._cuts: dict[tuple[str, str, Set[str], bool], int | None] = {}

    def answer(self, question: Question) -> Answer | None:
        """The rows of a question; None where its figure does not add up or nothing covers it."""
        entity = question.metric.entity
        if entity is not None and (entity in question.by or entity not in dimensions(question.metric.source)):
            return None
        asked = question if entity is None else replace(question, by=(*question.by, entity))
        counted = self._counted(asked)
        if counted is None:
            return None
        series, columns, fields = counted
        if entity is not None:
            found = lines_of(asked, series, columns, fields)
            return entities_of(question, found, series.groups, list(fields)), [series.statement]
        return rows_of(question, series, columns, fields), [series.statement]

    def counts(self, question: Question) -> Counts | None:
        """The same of a count without a grain, before rows are made of it."""
        counted = self._counted(question)
        if counted is None:
            return None
        series, columns, fields = counted
        found = lines_of(question, series, columns, fields)
        numbers = dict(zip(fields, found.numbers, strict=True))
        groups = [series.groups[place] for place in found.places.tolist()]
        return Counts(groups, numbers["numerator"], numbers.get("excluded", np.zeros(len(groups), dtype=np.int64)))

    def _counted(self, question: Question) -> tuple[Series, tuple[Column, ...], dict[str, Column]] | None:
        """The series that answers a question, its columns, and the fields of the question."""
        fields = columns_of(question.metric)
        every = columns_on(question.metric.source, question.metric.axis)
        if fields is None or not set(fields.values()) <= set(every):
            return None
        count = self._from_roll_up if question.metric.source in self._large else self._from_rows
        found = count(question, tuple(fields.values()), every)
        return None if found is None else (*found, fields)

    def present(self, question: Question) -> Answer:
        """Who was there, of a register whose metric tells presence: on the question's day, or on how many of its days."""
        bare = replace(question, start=None, end=None, day=None, grain=None)
        series = self._get("presence", bare, (), lambda: presence(bare))
        return rows_present(question, series), [series.statement]

    def _from_rows(
        self, question: Question, own: tuple[Column, ...], every: tuple[Column, ...]
    ) -> tuple[Series, tuple[Column, ...]] | None:
        few = self._warehouse.manifest.sources[question.metric.source].rows * len(every) <= MANY_NUMBERS
        columns = every if few or not question.by else own
        return self._get(
            (question.as_of, question.day), question, columns, lambda: from_rows(question, columns)
        ), columns

    def _from_roll_up(
        self, question: Question, own: tuple[Column, ...], every: tuple[Column, ...]
    ) -> tuple[Series, tuple[Column, ...]] | None:
        published = self._published.get((question.metric.source, question.metric.axis))
        if published is None or not all(published.has(column.sql) for column in own):
            return None
        number = self._cut(published, question)
        if number is None:
            split = self._split(question, own)
            return None if split is None else (split, own)
        few = published.lines[number] * len(every) <= MANY_NUMBERS
        columns = every if few and all(published.has(column.sql) for column in every) else own
        series = self._get(number, question, columns, lambda: from_roll_up(question, published, number, columns))
        over = self.is_over(question, [column.sql for column in own], published.as_of)
        if question.as_of == published.as_of or (over and not _groups_by_moment(question)):
            return series, columns
        if (
            _groups_by_moment(question)
            or limits_besides(question.metric.source, [column.sql for column in own]) is None
        ):
            return None
        since = self._since(question, own, published.as_of)
        narrowed = replace(series, columns=series.columns[[columns.index(column) for column in own]])
        return merged(narrowed, since, [column.least for column in own]), own

    def _cut(self, published: Published, question: Question) -> int | None:
        """The cut for a question; looked for once, since a page asks for few of them hundreds of times."""
        names = frozenset((*question.by, *(item.dimension for item in question.where)))
        key = (published.source, published.axis, names, of_whole_months(question))
        if key not in self._cuts:
            self._cuts[key] = cut_for(published, names, whole_months=key[-1])
        return self._cuts[key]

    def _split(self, question: Question, own: tuple[Column, ...]) -> Series | None:
        """A filtered split that no roll-up has, from the rows; all others a cause is looked for in are asked with it."""
        names = SPLITS.get(question.metric.source, ())
        if question.grain is not None or len(question.by) != 1 or question.by[0] not in names or not question.where:
            return None
        fixed = {item.dimension for item in question.where} - {*question.by}
        names = tuple(name for name in names if name not in fixed)
        moment = ("splits", question.as_of, question.start, question.end, own)
        whole = replace(question, by=names)
        found = self._fetched(moment, whole, lambda: splits(question, names, own), Crossed.of)
        place = names.index(question.by[0])
        return found.by([place], {len(names): (str(place),)}, [column.least for column in own])

    def is_over(self, question: Question, sql: Sequence[str], counted_at: int) -> bool:
        """Whether a question's days were over at its moment and at another, and say the same from then on.

        So they do where all that is asked of the moment is whether a row was there yet.
        """
        if question.end is None or end_moment(question.end, self._zone) > min(question.as_of, counted_at):
            return False
        there = f"{question.metric.axis}_s <= $as_of"
        return not any("$as_of" in text.replace(there, "") for text in sql)

    def _since(self, question: Question, own: tuple[Column, ...], counted_at: int) -> Series:
        """What was not yet known at an earlier moment.

        Of days that were over by then it is little: it is asked once, by all dimensions causes are looked for in together.
        """
        moment = (question.as_of, question.start, question.end, question.grain is None)
        names = SPLITS.get(question.metric.source, ())
        where = {item.dimension: item.values for item in question.where}
        over = question.end is not None and end_moment(question.end, self._zone) <= min(question.as_of, counted_at)
        few = over and question.grain is None and {*question.by, *where} <= set(names)
        if not few or len(where) < len(question.where):
            return self._get(moment, question, own, lambda: corrections(question, own, counted_at))
        whole = replace(question, by=names, where=())
        found = self._fetched((own, moment), whole, lambda: corrections(whole, own, counted_at), Crossed.of)
        kept = {names.index(name): values for name, values in where.items()}
        return found.by([names.index(name) for name in question.by], kept, [column.least for column in own])

    def _get(
        self, counted_from: object, question: Question, columns: tuple[Column, ...], built: Callable[[], Statement]
    ) -> Series:
        """A series of columns, kept by what it was counted from."""
        return self.kept((columns, counted_from), question, built, made=lambda series: series)

    def kept(
        self, counted_from: object, question: Question, built: Callable[[], Statement], made: Callable[[Series], K]
    ) -> K:
        """What is made of a statement's groups, days and integers; kept by what it was counted from."""
        return self._fetched(counted_from, question, built, lambda *found: made(Series.of(*found)))

    def _fetched(
        self, counted_from: object, question: Question, built: Callable[[], Statement], made: Callable[..., K]
    ) -> K:
        """What is made of a statement's columns: by name, the names of keys and columns, the SQL, what codes stand for."""

        def fresh() -> K:
            statement = built()
            columns, keys = statement.columns, statement.columns.index(DAY)
            texts = [self._texts_of(metric.source, name) for name in question.by]
            texts += [None] * (keys - len(texts))
            fetched = self._warehouse.columns(statement.sql, statement.values)
            return made(fetched, columns[:keys], columns[keys + 1 :], statement.sql, texts)

        metric = question.metric
        return self._kept.get((metric.source, metric.axis, question.by, question.where, counted_from), fresh)

    def _texts_of(self, source: str, name: str) -> list[str] | None:
        """What the codes of a dimension stand for; None where lines have its values themselves."""
        if not has_codes(source, name):
            return None
        if (source, name) not in self._texts:
            self._texts[source, name] = [value for (value,) in self._warehouse.fetch(listed(source, name), {})]
        return self._texts[source, name]


def lines_of(
    question: Question, series: Series, columns: tuple[Column, ...], fields: dict[str, Column]
) -> Gathered:  # fmt: skip
    """By bucket and group, the numbers of a question's fields from a series that has its columns; groups without rows are none."""
    wanted = [columns.index(column) for column in fields.values()]
    least = [column.least for column in fields.values()]
    days = (_number(question.start), _number(question.end))
    found = gathered(series, wanted, least, days, question.grain, question.fiscal_start)
    return found.kept(found.numbers[list(fields).index(ROWS)] != 0)


def rows_of(question: Question, series: Series, columns: tuple[Column, ...], fields: dict[str, Column]) -> list[Row]:
    """The rows of a question from a series that has its columns."""
    rows = rows_from(question, lines_of(question, series, columns, fields), series.groups, list(fields))
    if not rows and question.grain is None and not question.by:
        rows.append(row_from(question, {name: None if column.least else 0 for name, column in fields.items()}))
    return rows


def entities_of(question: Question, found: Gathered, groups: Sequence[Group], names: Sequence[str]) -> list[Row]:
    """How many entities have enough rows, and how many too few, from lines whose group ends with the entity."""
    wholes: dict[Group, int] = {}
    place_of = np.array([wholes.setdefault(group[:-1], len(wholes)) for group in groups], dtype=np.int64)
    enough = found.numbers[list(names).index("counted")] >= question.metric.enough
    bucket = np.zeros(len(enough), dtype=np.int64) if found.buckets is None else found.buckets
    keys, line_of = np.unique(np.stack([bucket, place_of[found.places]]), axis=1, return_inverse=True)
    counts = [np.bincount(line_of[kept], minlength=keys.shape[1]) for kept in (enough, ~enough)]
    lines = Gathered(None if found.buckets is None else keys[0], keys[1], tuple(counts))
    rows = rows_from(question, lines, tuple(wholes), ("numerator", "undecided"))
    if not rows and question.grain is None and not question.by:
        rows.append(row_from(question, {"numerator": 0, "undecided": 0}))
    return rows


def cut_for(published: Published, names: Set[str], *, whole_months: bool) -> int | None:
    """The cut with the fewest lines that has these dimensions; by month only for days that are whole months."""
    fitting = [
        number
        for number, cut in enumerate(published.cuts)
        if names <= set(cut.dimensions) and (whole_months or not cut.monthly)
    ]
    return min(fitting, key=lambda number: published.lines[number], default=None)


def of_whole_months(question: Question) -> bool:
    """Whether a question asks for whole months only."""
    return question.grain in MONTHLY and _starts_month(question.start) and _ends_month(question.end)


def settles(source: str, column: Column) -> bool:
    """Whether a column says the same of a row at every moment after the row is settled."""
    return limits_besides(source, (column.sql,)) == frozenset()


def _groups_by_moment(question: Question) -> bool:
    """Whether a row can change its group from one moment to the next, so that no group can be corrected by itself."""
    names = (*question.by, *(item.dimension for item in question.where))
    return any(dimension(question.metric.source, name).computed for name in names)


def _number(day: date | None) -> int | None:
    return None if day is None else day_number(day)


def _starts_month(day: date | None) -> bool:
    return day is None or day.day == 1


def _ends_month(day: date | None) -> bool:
    return day is None or (day + timedelta(days=1)).day == 1
