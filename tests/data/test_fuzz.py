"""Thousands of damaged files: no crash, no row lost without a reason, and every record counted once."""

import csv
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from data.contracts import contract
from data.errors import KeptError
from data.folding import fold
from data.joined import Joined
from data.mapping import Mapping, own_names, parse_mapping
from data.merge import Counts, compare, merge
from data.readers import Layout, RawFile, read_file
from data.readers.layout import ROW
from data.rejects import mark_rejected, write_rejects
from data.staging import Staging
from data.store import Store
from data.workbench import clear, opened

VARIANTS = 2_016
GROUP = 8
SHARES = 7
FAR = 1_000_000
"""By how much the rows of one file are numbered above those of the one before it."""
ID = re.compile(r"K\d{5}")

Text = str
Shape = tuple[Text, Mapping, str]
"""A good file, how it is read, and its source."""
Damage = Callable[[random.Random, Text], Text]


def tickets() -> Shape:
    rows = [f"K{n:05},{'complaint' if n % 3 else 'inquiry'},2024-03-{1 + n % 28:02} 10:0{n % 10},web,note {n},{n % 4}"
            for n in range(14)]  # fmt: skip
    header = "ticket_id,kind,created_at,channel,topic,reopen_count"
    return "\n".join([header, *rows]) + "\n", own_names(contract("tickets"), tuple(header.split(","))), "tickets"


def orders() -> Shape:
    rows = [f"K{n:05};{n},{n:02}元;4/3/2024 1{n % 10}:00;已付款;收货地址{n}" for n in range(14)]
    mapping = parse_mapping({
        "source": "orders", "file": {"decimal": ",", "formats": ["%d/%m/%Y %H:%M"]},
        "columns": {"order_id": "订单编号", "created_at": "订单创建时间", "amount": "总金额",
                    "status": {"from": "订单状态", "values": {"已付款": "paid"}}},
    })  # fmt: skip
    return "\r\n".join(["订单编号;总金额;订单创建时间;订单状态;收货地址 ", *rows]), mapping, "orders"


def surveys() -> Shape:
    rows = [f'K{n:05}\tticket\t2024-03-04 10:00\t2024-03-{4 + n % 20:02}T12:00:00Z\t{1 + n % 5}\t"São ""Paulo""\nline {n}"'
            for n in range(14)]  # fmt: skip
    header = "survey_id\tkind\tsent_at\tanswered_at\tcsat\tregion"
    return "\n".join([header, *rows]) + "\n", own_names(contract("surveys"), tuple(header.split("\t"))), "surveys"


SHAPES = [tickets(), orders(), surveys()]


def inserted(draw: random.Random, text: Text, piece: Text) -> Text:
    place = draw.randrange(len(text) + 1)
    return text[:place] + piece + text[place:]


def by_line(change: Callable[[random.Random, list[Text]], None]) -> Damage:
    def damage(draw: random.Random, text: Text) -> Text:
        lines = text.splitlines(keepends=True)
        change(draw, lines)
        return "".join(lines)

    return damage


def swap_columns(draw: random.Random, text: Text) -> Text:
    if '"' in text:
        return text
    mark = next((sign for sign in ",;\t" if sign in text), ",")
    order = list(range(text.split("\n", 1)[0].count(mark) + 1))
    draw.shuffle(order)
    rows = [line.split(mark) for line in text.splitlines()]
    return "\n".join(mark.join(row[place] if place < len(row) else "" for place in order) for row in rows) + "\n"


def other_dates(draw: random.Random, text: Text) -> Text:
    dates = [
        "04/03/2024 10:00",
        "2024-02-30 10:00",
        "2024/3/4 下午 3:05",
        "45355.5",
        "",
        "2024-03-04 24:61",
        "20240304",
    ]
    return re.sub(r"2024-03-\d\d \d\d:\d\d", lambda found: draw.choice([found[0], *dates]), text)


DAMAGES: list[Damage] = [
    lambda draw, text: text[: draw.randrange(len(text))],
    lambda draw, text: text[draw.randrange(len(text)) :],
    lambda draw, text: inserted(draw, text, draw.choice([",", ";", "\t", "|", ",,,,"])),
    lambda draw, text: inserted(draw, text, draw.choice(['"', '""', '"x"', '\\"', '"\n', ',"', "'"])),
    lambda draw, text: inserted(
        draw, text, draw.choice(["\x00", "\x00\x00", "\ufeff", "\x1a", "\x0c", "\u2028", "𠮷"])
    ),
    lambda draw, text: inserted(
        draw, text, draw.choice(["\n", "\r", "\r\n", "\n\n\n", "\r\r\n", "\n   \n", "\n,,,\n"])
    ),
    lambda _draw, text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    lambda _draw, text: text.replace("\r\n", "\n").replace("\n", "\r"),
    lambda _draw, text: text.rstrip("\r\n"),
    lambda draw, text: "".join(draw.choice(["\n", "\r\n"]) if sign == "\n" else sign for sign in text),
    lambda draw, text: text + draw.choice([",,,,,\n", ";;;;\r\n", "\n"]) * draw.randrange(1, 40),
    lambda draw, text: text + draw.choice(["Total: 14", "-- end --\n", '"', "K00003"]),
    by_line(lambda draw, lines: draw.shuffle(lines)),
    by_line(lambda draw, lines: lines.insert(draw.randrange(len(lines)), lines[0])),
    by_line(lambda draw, lines: lines.insert(draw.randrange(len(lines)), draw.choice(lines[1:] or lines))),
    by_line(lambda draw, lines: lines.append(draw.choice(lines).replace("K0000", "K0001"))),
    swap_columns,
    other_dates,
]
ENCODINGS = ["utf-8"] * 6 + ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "cp1252"]


def damaged(number: int, text: Text) -> bytes:
    """One variant: up to three kinds of damage, an encoding, and now and then a byte that is noise."""
    draw = random.Random(number)
    for damage in draw.sample(DAMAGES, draw.choice([1, 1, 2, 3])):
        text = damage(draw, text) if text.strip() else text
    content = bytearray(text.encode(draw.choice(ENCODINGS), "replace"))
    if content and draw.random() < 0.15:
        content[draw.randrange(len(content))] = draw.randrange(256)
    return bytes(content)


def counted(content: bytes) -> int | None:
    """The records of a file by a plain count, where there is only one way to count them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    ends = {"\r\n": text.count("\r\n"), "\n": text.count("\n"), "\r": text.count("\r")}
    lone = ends["\r"] - ends["\r\n"]
    if '"' in text or "\x00" in text or (lone and ends["\n"]):
        return None
    first, *lines = re.split("\r\n|\n|\r", text.lstrip("\r\n"))
    return sum(bool(line) for line in lines) if first.strip() else None


def first_ids(content: bytes) -> set[str]:
    """The first id of every line but the header: each of them is stored, or its row is rejected."""
    lines = re.split("[\r\n]+", content.decode("utf-8", "replace").lstrip("\ufeff\r\n"))
    return {found[0] for line in lines[1:] if (found := ID.search(line))}


@dataclass(frozen=True)
class Brought:
    """What became of some files of one source: records read and rejected by file, what was refused, and what is stored."""

    counts: Counts
    read: dict[int, int]
    rejected: dict[int, int]
    reasons: int
    lines: int
    stored: str


class Bench:
    """The stages of an import over several small files in one work database, publishing nothing."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection, self.folder = connection, folder

    def bring(self, contents: list[bytes], mapping: Mapping, source: str) -> Brought:
        try:
            return self._bring(contents, mapping, source)
        finally:
            clear(self.connection)
            self.connection.execute(f"DELETE FROM rows.{source}")

    def _bring(self, contents: list[bytes], mapping: Mapping, source: str) -> Brought:
        connection, target = self.connection, f"rows.{source}"
        staging, files, read = Staging(connection, mapping, "Asia/Shanghai"), [], {}
        staging.create()
        raws: dict[tuple[str, ...], dict[int, RawFile]] = {}
        for slot, content in enumerate(contents):
            path = self.folder / f"{slot}.csv"
            path.write_bytes(content)
            with suppress(KeptError):
                raw = read_file(connection, path, f"raw_{slot}", Layout(), self.folder)
                raws.setdefault(raw.columns, {})[slot] = raw
        for slots in raws.values():
            raw = self._joined(slots)
            with suppress(KeptError):
                staging.add(len(files), Joined(raw))
                files.append((self.folder / raw.table, Joined(raw)))
                read |= {slot: self._count(one) for slot, one in slots.items()}
        misfits = sum(len(file.raw.misfits) for _, file in files)
        fold(connection, mapping)
        compare(connection, mapping, target)
        mark_rejected(connection, mapping)
        counts = merge(connection, mapping, target, sum(read.values()) - misfits, misfits)
        rejects = self.folder / "rejected.csv"
        reasons = write_rejects(connection, staging, files, rejects)
        places = connection.execute("SELECT __row FROM rejected").fetchall()
        wrong = Counter(
            row // FAR for row, *_ in [*places, *((one.row,) for _, file in files for one in file.raw.misfits)]
        )
        by_file = {slot: wrong[slot] for slot in read}
        lines = 0
        if counts.rejected:
            with rejects.open(encoding="utf-8-sig", newline="") as file:
                lines = sum(1 for _ in csv.reader(file)) - 1
        stored = connection.execute(f"SELECT string_agg(row_to_json(r), ' ') FROM {target} r").fetchone()
        return Brought(counts, read, by_file, sum(count for _, count in reasons), lines, str(stored))

    def _joined(self, slots: dict[int, RawFile]) -> RawFile:
        """Files with the same columns as one: planning a statement takes longer here than running it."""
        name = "_".join(["raw", *map(str, slots), "joined"])
        parts = (f"SELECT * REPLACE ({ROW} + {slot * FAR} AS {ROW}) FROM {raw.table}" for slot, raw in slots.items())
        self.connection.execute(f"CREATE TABLE {name} AS {' UNION ALL '.join(parts)}")
        misfits = (replace(one, row=one.row + slot * FAR) for slot, raw in slots.items() for one in raw.misfits)
        return RawFile(name, next(iter(slots.values())).columns, tuple(misfits))

    def _count(self, raw: RawFile) -> int:
        found = self.connection.execute(f"SELECT count(*) FROM {raw.table}").fetchone()
        return int(found[0]) + len(raw.misfits)


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Iterator[Bench]:
    root = tmp_path_factory.mktemp("fuzz")
    folder, scratch = root / "version", root / "scratch"
    folder.mkdir()
    scratch.mkdir()
    with opened(Store(root / "store"), None, folder, scratch) as connection:
        connection.execute("SET threads = 1; PRAGMA disable_optimizer")
        yield Bench(connection, scratch)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_damage_breaks_the_import_or_loses_a_row(bench, share):
    readable = compared = 0
    for first in range(share * GROUP, VARIANTS, SHARES * GROUP):
        text, mapping, source = SHAPES[first // GROUP % len(SHAPES)]
        contents = [damaged(first + slot, text.replace("K0", f"K{slot}")) for slot in range(GROUP)]
        found = bench.bring(contents, mapping, source)
        counts, where = found.counts, f"variants from {first}"
        assert counts.read == counts.accepted + counts.updated + counts.duplicate + counts.rejected, where
        assert counts.read == sum(found.read.values()), where
        assert counts.rejected == found.reasons == sum(found.rejected.values()), where
        assert found.lines <= counts.rejected, where
        stored = set(ID.findall(found.stored))
        for slot, read in found.read.items():
            readable += 1
            assert len(first_ids(contents[slot]) - stored) <= found.rejected[slot], f"variant {first + slot}"
            if (plain := counted(contents[slot])) is not None:
                compared += 1
                assert read == plain, f"variant {first + slot}"
    assert readable > VARIANTS // SHARES // 2
    assert compared > VARIANTS // SHARES // 8
