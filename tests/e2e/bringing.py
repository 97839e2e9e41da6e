"""What a person does on the page on which files are brought."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from components.bring.visit import form_key
from data.proposal import Proposal, Question
from tests.e2e.conftest import READY

LONG = 120_000
"""Milliseconds in which a large import has ended."""
COUNTS = ("read", "accepted", "updated", "duplicate", "rejected")


def drop(page: Page, files: Sequence[Path]) -> None:
    """Drop files and wait until they were looked at."""
    page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", files)
    expect(page.locator(".kept-files li")).to_have_count(len(files), timeout=LONG)
    page.wait_for_selector(READY)


def answer_all(page: Page, proposal: Proposal, answers: Mapping[str, str]) -> None:
    """Answer the questions of a proposal, by the keys of their options."""
    for number, question in enumerate(proposal.questions):
        box = page.locator(f".st-key-{form_key(proposal.files, proposal.source)}_q{number}_box")
        answer(page, box, question, answers[question.id])
        page.wait_for_selector(READY)


def answer(page: Page, box: Locator, question: Question, key: str) -> None:
    """Choose an option, or type a day."""
    keys = [option.key for option in question.options]
    place = keys.index(key) if key in keys else len(keys)
    if len(keys) + question.day == 1:
        pass
    elif len(keys) + question.day <= 4:
        box.locator("input[type=radio]").nth(place).check(force=True)
    else:
        box.locator("[data-testid=stSelectbox]").click()
        page.locator("[role=option]").nth(place).click()
    if key not in keys:
        box.locator("input[type=text]").fill(key)
        box.locator("input[type=text]").press("Enter")


def counts(page: Page, panel: str) -> dict[str, int]:
    """The counts on the cards of a panel."""
    cards = page.locator(f".st-key-{panel} .kept-card b")
    expect(cards).to_have_count(len(COUNTS), timeout=LONG)
    return {name: int(text.replace(",", "")) for name, text in zip(COUNTS, cards.all_inner_texts(), strict=True)}
