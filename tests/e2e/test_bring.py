"""Files brought in a real browser: dropped, understood, asked about, tried, imported; the command line gives the same."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from components.bring.visit import form_key
from data.__main__ import main as data_command
from data.mapping_text import mapping_text
from data.plan import write_plan
from data.proposal import Known, Proposal, answered, look, propose
from data.store import Store
from metrics.__main__ import main as metrics_command
from tests.builders import stored
from tests.data.proposal.test_real_proposals import ALONE, OLIST, REFUSED
from tests.e2e.bringing import answer_all, counts, drop
from tests.e2e.conftest import READY, Visitor, serving

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
PERIODS = ("2016Q2", "2017Q3", "2018Q1", "2020Q1", "2025Q4")
"""Quarters in which the real files have something to say."""
Arrive = Callable[..., tuple[Visitor, Store]]


@pytest.fixture(scope="module")
def brought_to(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """A dashboard whose store is empty at first."""
    folder = tmp_path_factory.mktemp("bring")
    with serving(folder / "store", folder / "log.txt") as root:
        yield root, Store(folder / "store")


@pytest.fixture
def arrive(brought_to: tuple[str, Store], contexts: Callable[..., BrowserContext]) -> Iterator[Arrive]:
    """A visitor of that dashboard, and its store; nothing may go wrong on the page."""
    visitors: list[Visitor] = []

    def come(language: str = "en") -> tuple[Visitor, Store]:
        visitors.append(Visitor(contexts().new_page(), brought_to[0]))
        visitors[-1].go("bring", ".st-key-bring_drop", lang=language)
        return visitors[-1], brought_to[1]

    yield come
    wrong = [text for visitor in visitors for text in visitor.wrong]
    for visitor in visitors:
        visitor.page.close()
    assert wrong == []


def proposals_of(files: list[Path], work: Path) -> tuple[Proposal, ...]:
    """What the page proposes, asked for without it."""
    work.mkdir()
    return propose(look(sorted(files), work), Known("Asia/Shanghai", date.today()))


def plan_of(proposals: tuple[Proposal, ...], answers: dict[str, dict[str, str]], folder: Path) -> Path:
    """The same imports for the command line, with the mappings beside the files."""
    imports = []
    for place, proposal in enumerate(item for item in proposals if item.refusal is None):
        content = answered(proposal, answers[Path(proposal.files[0]).name])
        (folder / f"{place}.toml").write_text(mapping_text(content), "utf-8")
        imports.append({"files": [Path(path).name for path in proposal.files], "mapping": f"{place}.toml"})
    return write_plan(folder, imports)


def promised(store: Store, period: str, capsys: pytest.CaptureFixture[str]) -> object:
    """All promises of a period as the command line tells them, but for the version's name."""
    capsys.readouterr()
    assert metrics_command(["promises", "--period", period, "--store", str(store.root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    told.pop("version", None)
    return told


def test_every_real_file_is_imported_through_the_page_and_gives_the_figures_of_the_command_line(
    contexts: Callable[..., BrowserContext], real: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All files dropped at once. Answered is only what `ALONE` names as truly ambiguous; no proposed column is changed."""
    files = [path for path in sorted(real.rglob("*")) if path.suffix in (".gz", ".csv")]
    answers = {Path(known.file).name: known.answers for known in (*ALONE, *OLIST)}
    brought = tmp_path / "brought"
    brought.mkdir()
    copies = [Path(shutil.copy(path, brought)) for path in files]
    proposals = proposals_of(copies, tmp_path / "work")
    store = Store(tmp_path / "store")
    with serving(store.root, tmp_path / "log.txt") as root:
        visitor = Visitor(contexts().new_page(), root)
        page = visitor.go("bring", ".st-key-bring_drop", lang="en")
        drop(page, files)
        for proposal in proposals:
            name = Path(proposal.files[0]).name
            if proposal.refusal is None:
                answer_all(page, proposal, answers[name])
            else:
                assert name == Path(REFUSED).name
                expect(
                    page.locator(f".st-key-{form_key(proposal.files, proposal.source)} [role=alert]")
                ).to_contain_text("created_at")
        tried = counts(page, "panel_trial")
        page.locator(".st-key-bring_import button").click()
        done = counts(page, "panel_done")
        page.close()
    assert visitor.wrong == []
    assert (
        list(done.values())
        == list(tried.values())
        == [sum(item.counts[n] for item in (*ALONE, *OLIST)) for n in range(5)]
    )
    assert not any((store.root / "inbox").iterdir()), "the brought files are removed"
    other = Store(tmp_path / "by_command")
    plan = plan_of(proposals, answers, brought)
    assert data_command(["import", "--plan", str(plan), "--store", str(other.root), "--json"]) == 0
    for period in PERIODS:
        assert promised(store, period, capsys) == promised(other, period, capsys)


@pytest.mark.parametrize(
    ("language", "file", "source"), [("zh", "taobao_orders.csv", "orders"), ("en", "chatwoot_csat.csv", "surveys")]
)
def test_an_export_of_a_known_tool_is_recognised_tried_and_imported_in_a_few_clicks(
    arrive: Arrive, language: str, file: str, source: str
) -> None:
    visitor, store = arrive(language)
    page = visitor.page
    drop(page, [SAMPLES / file])
    tried = counts(page, "panel_trial")
    assert tried["read"] == sum(value for name, value in tried.items() if name != "read") > 0
    expect(page.locator(".st-key-bring_preview_0")).to_be_visible()
    before = len(stored(store, source)) if store.current() else 0
    page.locator(".st-key-bring_import button").click()
    assert counts(page, "panel_done") == tried
    assert len(stored(store, source)) == before + tried["accepted"]
    page.locator(".st-key-bring_board button").click()
    visitor.ready()


def test_a_refused_file_is_told_in_a_sentence_and_the_others_go_on(arrive: Arrive, tmp_path: Path) -> None:
    (tmp_path / "page.csv").write_text("<!doctype html><html></html>", "utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    visitor, store = arrive()
    page, before = visitor.page, store.current_id()
    drop(page, [tmp_path / "page.csv", tmp_path / "empty.csv", SAMPLES / "taobao_orders.csv"])
    expect(page.locator(".kept-files .bad")).to_have_count(2)
    assert counts(page, "panel_trial")["read"] > 0
    assert store.current_id() == before


def test_a_name_that_leads_elsewhere_writes_nothing_outside_the_inbox(arrive: Arrive, tmp_path: Path) -> None:
    visitor, store = arrive()
    page = visitor.page
    content = (SAMPLES / "taobao_orders.csv").read_bytes()
    page.set_input_files(
        "[data-testid=stFileUploaderDropzoneInput]",
        [{"name": "../../../escaped.csv", "mimeType": "text/csv", "buffer": content}],
    )
    counts(page, "panel_trial")
    assert [path for path in tmp_path.rglob("*escaped*") if (store.root / "inbox") not in path.parents] == []


def test_a_mapping_is_kept_for_the_next_time(arrive: Arrive) -> None:
    visitor, store = arrive()
    page = visitor.page
    drop(page, [SAMPLES / "taobao_orders.csv"])
    before = counts(page, "panel_trial")
    page.locator("[class*=st-key-bring_][class*=_map_box] summary").click()
    page.locator("[class*=st-key-bring_][class*=_map_name] input").fill("Our shop")
    page.locator("[class*=st-key-bring_][class*=_map_keep_button] button").click()
    expect(page.locator("[class*=st-key-bring_][class*=_map_box]")).to_contain_text("Kept as “Our shop”")
    page.wait_for_selector(READY)
    assert (store.root / "mappings" / "Our shop.toml").exists()
    assert counts(page, "panel_trial") == before


def test_what_was_chosen_survives_another_language(arrive: Arrive) -> None:
    visitor, _store = arrive()
    page = visitor.page
    drop(page, [SAMPLES / "osticket.csv"])
    kind = page.locator("[class*=st-key-bring_][class*=_q0_box] input[type=radio]")
    kind.nth(2).check(force=True)
    before = counts(page, "panel_trial")
    for name in ("中文", "English"):
        page.get_by_text(name, exact=True).click()
        page.wait_for_selector(READY)
        page.locator("[class*=st-key-bring_][class*=_left] summary").click()
        expect(kind.nth(2)).to_be_checked()
        assert counts(page, "panel_trial") == before
