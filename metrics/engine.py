"""The gateway: every surface asks here, and nowhere else.

It resolves what a question leaves open (how far the data reach, the fiscal year, the row scope), checks every name and
value, runs the statements and turns their integers into rows. Answers are kept by (version, scope, query).
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from data.contracts import contract
from data.contracts.model import Type
from data.errors import UnknownName, UsageError
from data.quality import Quality
from data.store import Manifest
from data.warehouse import Warehouse
from data.words import Language, Text
from metrics.answers import Answer, nothing, roll, row_from, stocks
from metrics.build import Question, Statement, build, histogram, values_statement
from metrics.build_states import PLACE, build_states
from metrics.catalog import metric as metric_named
from metrics.compound import against_baseline, on_its_day, per_period
from metrics.counted import Counted
from metrics.counted_monthly import CountedMonthly
from metrics.coverage import Coverage
from metrics.dimensions import HOUR, Dimension, dimension, dimensions
from metrics.exposed import Counts, Exposed, asked, over_exposure
from metrics.histograms import Pairs
from metrics.model import ALL_ROWS, Filter, Kind, Metric, Query, Result, Row, Scope, join_words, spelt
from metrics.periods import end_moment, local_day
from metrics.promises import Promise, promises_in_force
from metrics.series import Integers

Value = str | int | bool | None
KEPT_ANSWERS = 2_000
MANY_LINES = 1_000
"""Statements with more rows are not kept for other metrics."""
TOLD_AS_NOUGHT = (Kind.COUNT, Kind.ENTITIES, Kind.PER, Kind.STATE)
"""Kinds whose answer would be 0 where nothing was recorded yet."""


class Engine(Coverage):
    """Answers questions on one version of the data. Safe to share between threads."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._counted = Counted(warehouse)
        self._monthly = CountedMonthly(warehouse, self._counted)
        self._answers: OrderedDict[tuple[Scope, Query], Result] = OrderedDict()
        self._lines: OrderedDict[object, Sequence[tuple[Any, ...]]] = OrderedDict()
        self._values: dict[tuple[Scope, str, str], tuple[Value, ...]] = {}
        self._lock = threading.Lock()

    @property
    def manifest(self) -> Manifest:
        """What the version is made of."""
        return self._warehouse.manifest

    @property
    def quality(self) -> Quality:
        """What was measured of the data at publish."""
        return self._warehouse.quality

    def promises(self, day: date) -> tuple[Promise, ...]:
        """The promises in force on a day, as the organisation made them. Raises StoreError or UnknownName."""
        return promises_in_force(day, self._warehouse.promised())

    def value_label(self, source: str, name: str, value: Value, language: Language) -> str:
        """A dimension's value as a person reads it."""
        return dimension(source, name).value_label(value, language, self.manifest.organisation.get("labels"))

    def sentence(self, source: str, item: Filter, language: Language) -> str:
        """A filter in words: “Channel is Phone or E-mail”, “渠道为电话、邮件”."""
        label = dimension(source, item.dimension).label.to(language)
        words = [self.value_label(source, item.dimension, value, language) for value in item.values]
        return f"{label}{'为' if language == 'zh' else ' is '}{join_words(words, language)}"

    def run(self, query: Query, scope: Scope = ALL_ROWS) -> Result:
        """Answer a question. Raises UnknownName, UsageError or QueryFailed; an empty source gives rows without data."""
        key = (scope, query)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        result = self._answer(query, scope)
        with self._lock:
            self._answers[key] = result
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return result

    def values(self, source: str, name: str, scope: Scope = ALL_ROWS) -> tuple[Value, ...]:
        """The values a dimension takes within the scope, sorted, “not given” last."""
        key = (scope, source, name)
        if key not in self._values:
            item = dimension(source, name)
            if item.computed:
                return tuple(value.code for value in item.values)
            within = tuple(self._checked(source, clause, ALL_ROWS) for clause in scope.filters)
            statement = values_statement(source, item, within)
            rows = self._warehouse.fetch(statement.sql, statement.values)
            found = [row[0] for row in rows if row[0] is not None]
            self._values[key] = tuple([*found, None] if len(found) < len(rows) else found)
        return self._values[key]

    def known(self, source: str, item: Filter, scope: Scope = ALL_ROWS) -> Filter | None:
        """The filter with those of its values that the source has within the scope; None where it has none of them."""
        if item.dimension not in dimensions(source):
            return None
        spelling = _spelling(dimension(source, item.dimension), self.values(source, item.dimension, scope))
        values = [value if value is None else spelling.get(value.lower()) for value in item.values]
        kept = tuple(
            value for value, given in zip(values, item.values, strict=True) if value is not None or given is None
        )
        return Filter(item.dimension, kept) if kept else None

    def _answer(self, query: Query, scope: Scope) -> Result:
        if query.start and query.end and query.start > query.end:
            raise UsageError(
                f"The period ends ({query.end}) before it starts ({query.start}).",
                f"期间的结束日（{query.end}）早于开始日（{query.start}）。",
            )
        rows: list[Row] = []
        statements: list[str] = []
        moments: list[int] = []
        for name in query.metrics:
            found = metric_named(name)
            question = self.question(found, query, scope)
            if question is None:
                rows.append(Row(name, None, tuple(None for _ in query.by), None, None, None, 0))
                continue
            if self.tells_nothing(found, query):
                rows += [] if query.by else [Row(name, None, (), None, None, None, 0)]
                continue
            moments.append(question.as_of)
            answered, sql = self.ask(question)
            rows += answered
            statements += sql
        return Result(query, tuple(rows), max(moments, default=query.as_of), self.manifest.version, tuple(statements))

    def exposed(self, query: Query, scope: Scope = ALL_ROWS) -> Exposed | None:
        """Cases and exposure of every group of the one metric of a query, which is told per exposure and without a grain.

        None where nothing is known. Raises UnknownName, UsageError or QueryFailed.
        """
        found = metric_named(query.metrics[0])
        question = self.question(found, query, scope)
        if question is None or self.tells_nothing(found, query):
            return None
        cases, exposure = (
            self._counted.counts(item) or Counts.of(self.ask(item)[0])
            for item in asked(question, self.first_day(found.source))
        )
        return Exposed.of(found, cases, exposure)

    def question(self, found: Metric, query: Query, scope: Scope = ALL_ROWS) -> Question | None:
        """What a query asks of one metric, checked and with everything resolved; None where its source has no rows.

        Raises UnknownName or UsageError.
        """
        reach = self.reach(found)
        where = tuple(self._checked(found.source, item, ALL_ROWS) for item in scope.filters)
        where += tuple(self._checked(found.source, item, scope) for item in query.where)
        for item in query.by:
            dimension(found.source, item)
        self._refuse_false_hours(found, query.by)
        if reach is None:
            return None
        as_of = query.as_of if query.as_of is not None else reach
        return Question(
            found, as_of, query.start, query.end, query.grain, query.by, where, self.fiscal_start,
            local_day(as_of, self.zone), query.baseline, *((0.0,) if query.exact else ()),
        )  # fmt: skip

    def tells_nothing(self, found: Metric, query: Query) -> bool:
        """Whether the days asked for lie before a metric's records begin, so that nought would be a guess."""
        begins = self.begins(found)
        early = query.end is not None and begins is not None and query.end < begins
        return found.kind in TOLD_AS_NOUGHT and early

    def fetch(self, statement: Statement) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement that was built for a question of this engine."""
        return self._warehouse.fetch(statement.sql, statement.values)

    def ask(self, question: Question) -> Answer:
        """The rows of a question that is already checked and resolved; metrics made of other metrics ask here too."""
        kind = question.metric.kind
        if kind is Kind.STOCK:
            return self._stock(question)
        if kind is Kind.STATE:
            return per_period(question, *self.known_since(question.metric), self._states)
        if kind is Kind.RELATIVE:
            return against_baseline(question, self.first_day(metric_named(question.metric.of or "").source), self)
        if kind is Kind.PER and question.metric.exposure is not None:
            return over_exposure(question, self.first_day(question.metric.source), self.ask)
        if question.grain is not None and question.grain.rolling_days:
            return self._rolling(question)
        return self._fetch(question)

    def histogram(self, question: Question) -> dict[tuple[Value, ...], Pairs]:
        """By group, pairs of a duration or score and how often it occurs, lowest first; from bins as exact as asked for."""
        question = replace(question, grain=None)
        known = self._monthly.histogram(question)
        if known is not None:
            return known
        statement = histogram(question)
        lines = self._warehouse.fetch(statement.sql, statement.values)
        found: dict[tuple[Value, ...], list[tuple[int, int]]] = {}
        for *group, single, count in lines:
            found.setdefault(tuple(group), []).append((single, count))
        return {group: np.array(pairs, dtype=np.int64) for group, pairs in found.items()}

    def singles(self, query: Query, scope: Scope = ALL_ROWS) -> dict[tuple[Value, ...], Integers]:
        """By group, each single value behind a quantile (seconds) or a mean (unscaled) and how often it occurs, lowest first.

        The query names one metric and no grain. Raises UnknownName, UsageError or QueryFailed.
        """
        found = metric_named(query.metrics[0])
        if found.kind not in (Kind.QUANTILE, Kind.MEAN):
            raise UsageError(
                f"{found.name} has no single values to show the spread of.",
                f"{found.label.zh}没有可展示分布的单个数值。",
            )
        question = self.question(found, query, scope)
        if question is None:
            return {}
        exact = self.histogram(replace(question, within=0.0))
        return {group: pairs.astype(np.int64, copy=False) for group, pairs in exact.items()}

    def _fetch(self, question: Question) -> Answer:
        """The rows of a question about one metric: from days counted once where they answer it, else its own statement."""
        counted = self._counted.answer(question) or self._monthly.answer(question)
        if counted is not None:
            return counted
        statement = build(question)
        fetched = self._shared(statement)
        rows = [row_from(question, dict(zip(statement.columns, row, strict=True))) for row in fetched]
        return rows, [statement.sql]

    def _shared(self, statement: Statement) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement that several metrics may ask word for word, such as the quantiles of one duration."""
        key = (statement.sql, tuple(statement.values.items()))
        with self._lock:
            if key in self._lines:
                self._lines.move_to_end(key)
                return self._lines[key]
        found = self.fetch(statement)
        with self._lock:
            if len(found) <= MANY_LINES:
                self._lines[key] = found
            while len(self._lines) > KEPT_ANSWERS:
                self._lines.popitem(last=False)
        return found

    def _states(self, questions: list[Question]) -> list[Answer]:
        """One state on several days."""
        if not questions:
            return []
        if questions[0].metric.presence is not None:
            return [self._counted.present(question) for question in questions]
        if len(questions) == 1:
            return [self._fetch(questions[0])]
        statement = build_states(questions)
        found: dict[int, list[Row]] = {place: [] for place in range(len(questions))}
        for line in self.fetch(statement):
            fields = dict(zip(statement.columns, line, strict=True))
            found[fields[PLACE]].append(row_from(questions[fields[PLACE]], fields))
        return [(rows or nothing(questions[place]), [statement.sql]) for place, rows in found.items()]

    def _rolling(self, question: Question) -> Answer:
        """Each day's window: daily counts are fetched from one window before the first day, and added up."""
        if question.metric.kind not in (Kind.RATE, Kind.COUNT, Kind.PER) or "distinct" in question.metric.measures:
            raise UsageError(
                f"{question.metric.name} cannot be rolled: its days do not add up. Choose day to year.",
                f"{question.metric.label.zh}不能滚动计算：每日数值不可相加。请选择日至年的粒度。",
            )
        return roll(question, self._fetch)

    def _stock(self, question: Question) -> Answer:
        """Without a grain: what is open at the as-of moment or the end of the range, whichever comes first."""
        if question.grain is None:
            return self._fetch(self.at_its_end(question))
        if question.grain.rolling_days or "age" in question.by or any(f.dimension == "age" for f in question.where):
            raise UsageError(
                "The backlog by age is told at one moment: leave out the grain, and choose the moment with an end day.",
                "积压按时长分布只能看某一时点：请去掉时间粒度，用结束日选择时点。",
            )
        arrivals, closures = metric_named("ticket_arrivals"), metric_named("ticket_closures")
        came, sql_in = self._fetch(replace(question, metric=arrivals, start=None))
        went, sql_out = self._fetch(replace(question, metric=closures, start=None))
        return stocks(question, came, went, local_day(question.as_of, self.zone)), [*sql_in, *sql_out]

    def at_its_end(self, question: Question) -> Question:
        """A question about a stock as one about its last moment: all that came before it, whenever it came."""
        as_of = question.as_of
        if question.end is not None:
            as_of = min(as_of, end_moment(question.end, self.zone))
        return replace(question, as_of=as_of, start=None, end=None)

    def at_its_day(self, question: Question) -> Question | None:
        """A question about a state as one about its last day; None where nothing is known of that day."""
        return on_its_day(question, *self.known_since(question.metric))

    def _checked(self, source: str, item: Filter, scope: Scope) -> Filter:
        """A filter whose values exist in this version; raises UnknownName with the nearest valid ones."""
        found = dimension(source, item.dimension)
        spelling = _spelling(found, self.values(source, item.dimension, scope))
        for value in item.values:
            if value is not None and value.lower() not in spelling:
                raise UnknownName(Text(found.label.en.lower(), found.label.zh), value, spelling.values())
        return Filter(
            item.dimension, tuple(None if value is None else spelling[value.lower()] for value in item.values)
        )

    def _refuse_false_hours(self, metric: Metric, by: tuple[str, ...] = ()) -> None:
        """Dates without a time of day must not produce hours, neither in a figure nor as the hour it is split by."""
        known = contract(metric.source)
        needed = set(metric.needs_hours)
        if HOUR in by:
            needed |= set([column.name for column in known.columns if column.axis and column.type is Type.MOMENT][:1])
        whole_days = sorted(set(self.manifest.sources[metric.source].day_only) & needed)
        if whole_days:
            columns = [known.column(name).label for name in whole_days]
            raise UsageError(
                f"{metric.label.en}: told in hours, but “{'”, “'.join(label.en for label in columns)}” holds dates without a time of"
                " day, so it cannot be told.",
                f"{metric.label.zh}按小时计算，但“{'”、“'.join(label.zh for label in columns)}”只有日期、没有时刻，无法判断。",
            )


def _spelling(item: Dimension, valid: tuple[Value, ...]) -> dict[str, str]:
    """Values as the data spell them, by lower case; a closed list also takes its codes when no row has them."""
    spelling = {code.code.lower(): code.code for code in item.values}
    for value in valid:
        if value is not None:
            spelling[spelt(value).lower()] = spelt(value)
    return spelling
