"""What moved a figure in words, on constructed causes, in both languages."""

from collections.abc import Iterator

import pytest

from charts.look import Look
from metrics.causes import Because, Cause
from metrics.model import Row
from metrics.moved import Finding, Moved, moved
from reports.moved_words import moved_clause, moved_sentence, moved_short
from tests.metrics.moved_worlds import change_of, numbered, told, within
from tests.metrics.worlds import World, import_rows

LABELS = """
[labels.team]
a = { en = "Team A", zh = "一组" }
b = { en = "Team B", zh = "二组" }
[labels.channel]
phone = { en = "Phone", zh = "电话" }
video = { en = "Video", zh = "视频" }
"""
LOOKS = {"en": Look("en"), "zh": Look("zh")}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = import_rows(tmp_path_factory.mktemp("words"), organisation=LABELS, tickets=numbered(told(), within()))
    yield found
    found.close()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


SENTENCES = {
    "one falls": (
        "By team, Team A made up −5.0 of −5.0 points, going from 95.0 % to 80.0 %.",
        "按团队看，一组贡献 −5.0（共 −5.0 个百分点），由 95.0% 变为 80.0%。",
    ),
    "mix shifts": (
        "A shift in the mix by channel made up −5.4 of −5.4 points: Phone went from 20.0 % to 50.0 % of cases.",
        "按渠道看，结构变化贡献 −5.4（共 −5.4 个百分点）：电话占比由 20.0% 变为 50.0%。",
    ),
    "both": (
        "A shift in the mix by channel made up −6.9 of −10.4 points: Phone went from 20.0 % to 50.0 % of cases. "
        "By channel, Phone made up −3.5 of −10.4 points, going from 80.0 % to 70.0 %.",
        "按渠道看，结构变化贡献 −6.9（共 −10.4 个百分点）：电话占比由 20.0% 变为 50.0%。"
        "按渠道看，电话贡献 −3.5（共 −10.4 个百分点），由 80.0% 变为 70.0%。",
    ),
    "nothing": ("No visible change.", "没有可见的变动。"),
    "noise": (
        "The change of −0.5 points is no more than chance brings.",
        "变动 −0.5 个百分点，未超出偶然波动。",
    ),
    "everywhere": (
        "The change of −10.0 points is more than chance, but no group stands out.",
        "变动 −10.0 个百分点，超出偶然波动，但没有哪一组特别突出。",
    ),
    "new group": (
        "A shift in the mix by channel made up −7.0 of −7.0 points: Video went from 0.0 % to 20.0 % of cases.",
        "按渠道看，结构变化贡献 −7.0（共 −7.0 个百分点）：视频占比由 0.0% 变为 20.0%。",
    ),
    "gone group": (
        "A shift in the mix by channel made up +7.0 of +7.0 points: Video went from 20.0 % to 0.0 % of cases.",
        "按渠道看，结构变化贡献 +7.0（共 +7.0 个百分点）：视频占比由 20.0% 变为 0.0%。",
    ),
    "within": (
        "By team, Team B made up −9.0 of −9.0 points, going from 96.0 % to 78.0 %. "
        "Within that, Phone (channel) stands out: from 96.0 % to 60.0 %.",
        "按团队看，二组贡献 −9.0（共 −9.0 个百分点），由 96.0% 变为 78.0%。其中电话（渠道）最突出：由 96.0% 变为 60.0%。",
    ),
    "few": ("Too few cases to say what moved it.", "数量太少，无法判断变动来自哪里。"),
}  # fmt: skip

SHORT = {
    "one falls": (["Team A −5.0 of −5.0"], ["一组 −5.0（共 −5.0）"]),
    "mix shifts": (["more cases of Phone: −5.4 of −5.4"], ["电话占比上升致 −5.4（共 −5.4）"]),
    "both": (["more cases of Phone: −6.9, Phone −3.5 of −10.4"], ["电话占比上升致 −6.9、电话 −3.5（共 −10.4）"]),
    "nothing": ([], []),
    "noise": (["no more than chance"], ["未超出偶然波动"]),
    "everywhere": (["no group stands out"], ["没有哪一组突出"]),
    "new group": (["more cases of Video: −7.0 of −7.0"], ["视频占比上升致 −7.0（共 −7.0）"]),
    "gone group": (["fewer cases of Video: +7.0 of +7.0"], ["视频占比下降致 +7.0（共 +7.0）"]),
    "within": (["Team B −9.0 of −9.0", "above all Phone"], ["二组 −9.0（共 −9.0）", "其中以电话为主"]),
    "few": (["too few to compare"], ["数量太少，不作比较"]),
}

CLAUSES = {
    "one falls": ("mostly Team A −5.0", "主要来自一组 −5.0"),
    "mix shifts": ("mostly more cases of Phone: −5.4", "主要来自电话占比上升致 −5.4"),
    "both": ("mostly more cases of Phone: −6.9, Phone −3.5", "主要来自电话占比上升致 −6.9、电话 −3.5"),
    "nothing": ("", ""),
    "noise": ("no more than chance brings", "未超出偶然波动"),
    "everywhere": ("without one group standing out", "没有哪一组特别突出"),
    "within": ("mostly Team B −9.0, above all Phone", "主要来自二组 −9.0，其中以电话为主"),
    "few": ("", ""),
}


@pytest.mark.parametrize("place", [0, 1], ids=["en", "zh"])
@pytest.mark.parametrize("story", SENTENCES)
def test_the_sentence_names_the_cause_with_its_part_of_the_change_or_says_why_none(
    world: World, story: str, place: int
) -> None:
    found = moved(world.engine, change_of(world.engine, story))
    look = list(LOOKS.values())[place]
    assert plain(moved_sentence(found, world.engine, look)) == SENTENCES[story][place]


@pytest.mark.parametrize("place", [0, 1], ids=["en", "zh"])
@pytest.mark.parametrize("story", SHORT)
def test_a_cell_of_the_board_says_it_in_two_short_lines_at_most(world: World, story: str, place: int) -> None:
    found = moved(world.engine, change_of(world.engine, story))
    lines = moved_short(found, world.engine, list(LOOKS.values())[place])
    assert [plain(line) for line in lines] == SHORT[story][place]


@pytest.mark.parametrize("place", [0, 1], ids=["en", "zh"])
@pytest.mark.parametrize("story", CLAUSES)
def test_a_headline_ends_with_it_in_a_clause(world: World, story: str, place: int) -> None:
    found = moved(world.engine, change_of(world.engine, story))
    assert plain(moved_clause(found, world.engine, list(LOOKS.values())[place])) == CLAUSES[story][place]


def a_row(name: str, value: float | None, n: int = 100) -> Row:
    return Row(name, None, (), value, n, n, n)


@pytest.mark.parametrize(
    ("group", "by", "english", "chinese"),
    [
        (None, "team", "Team not given", "团队未填写"),
        ("high", "priority", "Priority High", "优先级高"),
        ("a", "team", "Team A", "一组"),
    ],
)
def test_a_group_is_called_so_that_it_can_be_understood_alone(
    world: World, group: str | None, by: str, english: str, chinese: str
) -> None:
    before, now = a_row("complaint_resolved_48h", 0.9), a_row("complaint_resolved_48h", 0.8)
    cause = Cause(Because.RATE, group, -0.1, 1.0, before, now, (0.5, 0.5))
    found = Moved(Finding.CAUSES, before, now, by, (cause,))
    assert moved_short(found, world.engine, LOOKS["en"]) == [f"{english} −10.0 of −10.0"]
    assert moved_short(found, world.engine, LOOKS["zh"]) == [f"{chinese} −10.0（共 −10.0）"]


@pytest.mark.parametrize(
    ("name", "values", "english", "chinese"),
    [
        (
            "resolution_p50",
            (10.0, 12.0),
            "The change of +2.0 cannot be split by group.",
            "变动 +2.0；该指标无法按组拆分。",
        ),
        (
            "nps",
            (10.0, 14.0),
            "The change of +4 cannot be split by group.",
            "变动 +4；该指标无法按组拆分。",
        ),
    ],
)
def test_what_cannot_be_split_says_so(
    world: World, name: str, values: tuple[float, float], english: str, chinese: str
) -> None:
    found = Moved(Finding.NOT_SPLIT, a_row(name, values[0]), a_row(name, values[1]))
    assert moved_sentence(found, world.engine, LOOKS["en"]) == english
    assert moved_sentence(found, world.engine, LOOKS["zh"]) == chinese
    assert moved_short(found, world.engine, LOOKS["en"]) == ["cannot be split"]


def test_a_count_that_had_none_before_went_from_nought(world: World) -> None:
    before, now = a_row("complaints_received", 100.0), a_row("complaints_received", 150.0, 150)
    cause = Cause(Because.RATE, "video", 50.0, 1.0, None, a_row("complaints_received", 50.0, 50), (0.0, 1 / 3))
    found = Moved(Finding.CAUSES, before, now, "channel", (cause,))
    said = moved_sentence(found, world.engine, LOOKS["en"])
    assert said == "By channel, Video made up +50 of +50, going from 0 to 50."
