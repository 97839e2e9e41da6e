"""The files of a review of the demo data, made once in each language for all tests that read them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest

from charts.look import Look
from data.reviews import Minute
from data.store import Store
from data.words import Language
from metrics.engine import Engine
from metrics.periods import parse
from metrics.review import Review, Section, review
from reports.deck import deck
from reports.printed import printed
from reports.review_file import ActionLine, ReviewFile, review_file
from reports.review_workbook import workbook
from tests.pages.stores import close_all, demo_store, engine_of

LONG = "Two more people at the complaints desk on Mondays; 周一投诉处理组增派两人。" * 8
FORMULA = "=cmd|'/c calc'!A0"
MINUTES = (
    Minute(1, 1, "complaint_resolved_48h", "decision", LONG, ""),
    Minute(2, 1, "complaint_resolved_48h", "note", FORMULA, ""),
    Minute(3, 1, None, "decision", "Next review on 12 January 2027", ""),
)
ACTIONS = (
    ActionLine(FORMULA, "@Li Na 李娜", "14 Nov 2026", "+Running", "No evidence yet: +1.2 points."),
    ActionLine("<script>alert(1)</script>", "-North", "1 Oct 2026", "Done", LONG),
)


def link(section: Section) -> str:
    """Where a section's figures are opened."""
    promise = section.standing.promise
    return f"https://kept.example/{promise.page}?period=2026Q3&promise={promise.id}"


@dataclass(frozen=True)
class Made:
    """A review of the demo data as files."""

    engine: Engine
    of: Review
    file: ReviewFile

    @cached_property
    def deck(self) -> bytes:
        return deck(self.file)

    @cached_property
    def workbook(self) -> bytes:
        return workbook(self.file)

    @cached_property
    def printed(self) -> bytes:
        return printed(self.file)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return demo_store(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session", autouse=True)
def _engines_are_closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture(scope="session")
def made(demo: Store) -> Callable[[Language], Made]:
    """The files in a language."""
    engine = engine_of(demo)
    of = review(engine, parse("2026Q3"), compared=parse("2026Q2"))
    known: dict[Language, Made] = {}

    def made_in(language: Language) -> Made:
        if language not in known:
            file = review_file(engine, of, Look(language), link, minutes=MINUTES, actions=ACTIONS)
            known[language] = Made(engine, of, file)
        return known[language]

    return made_in
