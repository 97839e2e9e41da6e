"""Finding by typing: what is found, in which order, in either language; and what is offered where nothing is."""

import time

import pytest
from hypothesis import given, strategies as st

from data.words import Text
from metrics.catalog import metrics
from metrics.promises import promises
from metrics.search import (
    MOST,
    NEAREST,
    Entry,
    Index,
    Sort,
    find,
    fold,
    nearest,
)
from metrics.searchable import catalogue_entries, people_entries
from tests.metrics.small import order, ticket

CATALOGUE = Index.of(catalogue_entries())
MERCHANTS = [
    Entry(Sort.MERCHANT, f"M{number:05}", Text(name, name))
    for number, name in enumerate(f"{town}{number}旗舰店" for number in range(10_000) for town in ("华东", "海岭", "星舟", "禾帆", "云川"))
]  # fmt: skip


def ids(text: str, *indexes: Index) -> list[str]:
    return [entry.id for entry in find(text, indexes or (CATALOGUE,)).shown]


@pytest.mark.parametrize("item", promises(), ids=[item.id for item in promises()])
def test_every_promise_is_found_by_its_names_in_both_languages_and_by_its_id(item):
    for text in (item.label.en, item.label.zh, item.short.en, item.short.zh, item.id, item.id.upper()):
        assert Sort.PROMISE in {entry.sort for entry in find(text, [CATALOGUE]).shown if entry.id == item.id}


@pytest.mark.parametrize("item", metrics().values(), ids=list(metrics()))
def test_every_metric_is_found_by_its_names_in_both_languages_and_by_its_id(item):
    for text in (item.label.en, item.label.zh, item.name):
        assert Sort.METRIC in {entry.sort for entry in find(text, [CATALOGUE]).shown if entry.id == item.name}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("NPS", "nps"),
        ("ＮＰＳ", "nps"),
        ("  nps ", "nps"),
        ("48 小时", "48小时"),
        ("p90　first", "first p90"),
        ("FIRST Response", "response first"),
    ],
)
def test_case_width_blanks_and_the_order_of_words_make_no_difference(text, same):
    assert ids(text)
    assert sorted(ids(text)) == sorted(ids(same))


def test_chinese_is_found_by_any_part_of_a_name():
    assert "complaint_reopened" in ids("重开")
    assert set(ids("诉重开")) == {"complaint_reopened"}


def test_every_word_must_occur_and_both_languages_may_be_mixed():
    index = Index.of(
        [
            Entry(Sort.METRIC, "a_b", Text("Orders placed", "下单量")),
            Entry(Sort.METRIC, "c", Text("Orders lost", "流失")),
        ]
    )
    assert ids("orders", index) == ["c", "a_b"]
    assert ids("orders 下单", index) == ["a_b"]
    assert ids("orders nothing", index) == []


def test_the_name_itself_comes_first_then_names_that_begin_so_then_words_that_do_then_the_rest():
    names = ("csat", "csat mean", "mean csat", "precsat")
    index = Index.of(
        Entry(Sort.METRIC, f"{number}", Text(name, name)) for number, name in reversed(list(enumerate(names)))
    )
    assert ids("csat", index) == ["0", "1", "2", "3"]


def test_thousands_of_one_sort_hide_no_other_and_the_rest_is_counted():
    index = Index.of(
        [
            *MERCHANTS[:3000],
            Entry(Sort.PROMISE, "p", Text("Merchants 旗舰店", "旗舰店承诺")),
            Entry(Sort.PAGE, "q", Text("旗舰店", "旗舰店")),
        ]
    )
    found = find("旗舰店", [index])
    assert [entry.sort for entry in found.shown] == [Sort.PROMISE, Sort.PAGE, *[Sort.MERCHANT] * (MOST - 2)]
    assert found.total == 3002


def test_nothing_typed_finds_nothing():
    assert [find(text, [CATALOGUE]).total for text in ("", "  ", "\u3000")] == [0, 0, 0]


@given(st.text(max_size=30))
def test_any_text_gives_a_few_results_that_hold_every_word_of_it(text):
    found = find(text, [CATALOGUE])
    assert len(found.shown) <= min(MOST, found.total)
    for entry in found.shown:
        names = " ".join(fold(name) for name in entry.names)
        assert all(word in names or word in names.replace(" ", "") for word in fold(text).split())
    assert len(nearest(text, [CATALOGUE])) <= NEAREST


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("complant", "complaint"),
        ("resolvd", "resolved"),
        ("净推存值", "nps"),
        ("inspektion", "inspection"),
        ("售后满意渡", "aftersales_satisfaction"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_the_nearest_names(text, wanted):
    assert find(text, [CATALOGUE]).total == 0
    assert any(wanted in entry.id or wanted in entry.label.en.lower() for entry in nearest(text, [CATALOGUE]))


@pytest.mark.parametrize("text", ["zzzz", "q", "", "！！"])
def test_where_nothing_is_alike_nothing_is_offered(text):
    assert nearest(text, [CATALOGUE]) == ()


def test_merchants_and_agents_of_the_data_are_found_by_code_and_merchants_by_trade_name(make):
    world = make(
        tickets=[ticket("complaint", merchant_id="M1", agent_id="A7"), ticket("feedback", merchant_id="M2")],
        orders=[order(merchant_id="M3")],
        merchants=[{"merchant_id": "M1", "name": "青原旗舰店", "category": "food", "joined_on": "2025-01-01"}],
    )
    entries = people_entries(world.engine)
    index = Index.of(entries)
    assert [(entry.sort.value, entry.id, entry.label.zh) for entry in entries] == [
        ("merchant", "M1", "青原旗舰店"), ("merchant", "M2", "M2"), ("merchant", "M3", "M3"), ("agent", "A7", "A7"),
    ]  # fmt: skip
    assert [ids(text, index) for text in ("m1", "青原", "Ｍ3", "a7")] == [["M1"], ["M1"], ["M3"], ["A7"]]


def test_data_without_merchants_and_agents_have_none(make):
    assert people_entries(make(orders=[order()]).engine) == []


def test_fifty_thousand_merchants_are_searched_while_a_person_types():
    index = Index.of(MERCHANTS)
    assert len(index.entries) == 50_000
    for text in ("旗舰", "m49999", "云川9999", "zzzzzz", "云川号旗舰"):
        began = time.process_time()  # other tests may hold the processors meanwhile
        find(text, [CATALOGUE, index])
        nearest(text, [CATALOGUE, index])
        assert time.process_time() - began < 3, text  # 0.03 to 0.2 s on two cores
    assert ids("云川9999", index)[0] == "M49999"
