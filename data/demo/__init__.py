"""The demo data: two years of an invented shop, told by a seed.

A first look at the product, and every test of size, needs data with a story in them: promises that are kept, one that
slips, one team that causes it, one training that helped, one merchant with bad goods. The figures of the story stand
at the top of the module they belong to:

    rhythm      growth, week, day, the two sales and Spring Festival
    agents      teams and people                    trainings    who was trained, and what helped
    goods       merchants, the bad one among them   customers    customers and members
    orders, handover  the two promises on orders    reasons      what customers come with
    cases, origins    which order it is about       replies      the two promises on replies
    resolutions the promise on complaints, the slip surveys      how content a ticket left its customer
    waves       the quarterly question              inspections, reviews, security

The same size, seed and last day give the same rows on every machine. Orders come first, in parts of a million; tickets
look up the orders they are about; surveys and reviews are put in order of time at the end.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from data.demo import cases, handling, inspections, orders, reviews, security, surveys, tickets, trainings, waves
from data.demo.agents import Agents
from data.demo.book import Book, bad_orders
from data.demo.customers import Customers
from data.demo.draws import generator
from data.demo.files import Files, parts
from data.demo.goods import BAD_MERCHANT, Goods
from data.demo.rhythm import Rhythm, Span

__all__ = ["BAD_MERCHANT", "write"]

# Shares of the time, for `advance`.
ORDERS_DONE, TICKETS_DONE = 0.40, 0.92


def write(
    folder: Path,
    *,
    tickets: int = 100_000,
    seed: int = 618,
    until: date,
    advance: Callable[[float], None] | None = None,
) -> dict[str, list[Path]]:
    """Write the demo data as Parquet files into `folder`.

    Args:
        folder: made if missing; files of the same names are replaced.
        tickets: how many tickets; everything else is in proportion to them.
        seed: another seed gives other rows with the same story.
        until: the last day; the data cover the two years before its end.
        advance: called with the share done, from 0 to 1.

    Returns:
        The files of each source.
    """
    if tickets < 1:
        raise ValueError("tickets must be at least 1")
    with Files(folder) as files:
        _Maker(files, tickets, seed, Span.two_years(until), advance or (lambda share: None)).run()
    return files.paths


class _Maker:
    """One run: what is drawn once, and the sources in the order they need each other."""

    def __init__(self, files: Files, count: int, seed: int, span: Span, advance: Callable[[float], None]) -> None:
        self.files, self.count, self.seed, self.span, self.advance = files, count, seed, span, advance
        order_count = max(1, round(count * orders.PER_TICKET))
        self.rhythm = Rhythm.draw(span, order_count, seed)
        self.agents = Agents.draw(span, count, seed)
        self.goods = Goods.draw(span, count, seed)
        self.customers = Customers.draw(span, order_count, seed)
        self.book = Book.empty(order_count)

    def run(self) -> None:
        """All sources."""
        self.advance(0.0)
        self._small()
        written = self._orders()
        asked = self._tickets()
        self._surveys(asked)
        self._reviews(written)
        self.advance(1.0)

    def _small(self) -> None:
        self.files.add("agents", self.agents.columns(self.span))
        self.files.add("trainings", trainings.columns(self.span, self.agents, self.seed))
        self.files.add("merchants", self.goods.columns(self.span))
        self.files.add("members", self.customers.columns(self.span))
        self.files.add("inspections", inspections.columns(self.span, self.goods, self.seed))
        self.files.add("audits", security.audit_columns(self.span, self.seed))
        self.files.add("incidents", security.incident_columns(self.span, self.seed))

    def _orders(self) -> reviews.Reviews:
        written = []
        pieces = parts(len(self.book.created))
        for number, part in enumerate(pieces):
            rng = generator(self.seed, "orders", number)
            self.files.add("orders", orders.make_part(rng, self.rhythm, self.goods, self.customers, part, self.book))
            reviewing = generator(self.seed, "reviews", 2 * number)
            written.append(reviews.review(reviewing, self.span, self.goods, self.book, part))
            self.advance(ORDERS_DONE * (number + 1) / len(pieces))
        return reviews.Reviews.join(written)

    def _tickets(self) -> surveys.Asked:
        asked = []
        bad = bad_orders(self.goods, self.book)
        duty = self.agents.on_duty(self.span.days)
        pieces = parts(self.count)
        for number, part in enumerate(pieces):
            rng = generator(self.seed, "tickets", number)
            came = cases.make_part(rng, self.rhythm, self.book, bad, part, self.count)
            done = handling.handle(generator(self.seed, "handling", number), self.rhythm, self.agents, duty, came)
            self.files.add(
                "tickets",
                tickets.columns(self.span, self.goods, self.customers, self.agents, self.book, part, came, done),
            )
            asking = generator(self.seed, "surveys", 2 * number)
            asked.append(surveys.ask(asking, self.span, self.agents, part, came, done))
            self.advance(ORDERS_DONE + (TICKETS_DONE - ORDERS_DONE) * (number + 1) / len(pieces))
        return surveys.Asked.join(asked)

    def _surveys(self, asked: surveys.Asked) -> None:
        for number, part in enumerate(parts(len(asked.ticket))):
            rng = generator(self.seed, "surveys", 2 * number + 1)
            rows = asked.only(slice(part.start, part.stop))
            self.files.add("surveys", surveys.after_tickets(
                rng, self.span, self.goods, self.customers, self.agents, self.book, rows, part.start))  # fmt: skip
        size = max(waves.SIZE, round(self.count * waves.PER_TICKET))
        for number in range(len(waves.names(self.span))):
            wave = waves.columns(self.seed, self.span, self.goods, self.customers, self.book, number, size)
            self.files.add("surveys", wave)

    def _reviews(self, written: reviews.Reviews) -> None:
        for number, part in enumerate(parts(len(written.order))):
            rng = generator(self.seed, "reviews", 2 * number + 1)
            columns = reviews.columns(rng, self.span, self.goods, self.customers, self.book, written, part)
            self.files.add("reviews", columns)
