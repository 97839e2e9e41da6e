"""What stands on a page, read as a person would."""

import re

from playwright.sync_api import Page

from tests.pages.reading import Figures

ALL_TEXT = """() => {
  const texts = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { if (node.textContent.trim()) texts.push(node.textContent.trim()); return; }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(node.tagName.toUpperCase())) return;
    if (node.dataset?.testid === 'stIconMaterial' || node.getAttribute('aria-label')?.endsWith(' icon')) return;
    const style = getComputedStyle(node);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
      const value = node.getAttribute(name);
      if (value) texts.push(value);
    }
    for (const child of (node.shadowRoot ?? node).childNodes) walk(child);
  };
  walk(document.querySelector('[data-testid=stMain]'));
  return texts;
}"""

SEEN_TEXT = """boxes => boxes.flatMap((box) => {
  const texts = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const size = walker.currentNode.parentElement.getBoundingClientRect();
    const icon = walker.currentNode.parentElement.closest('[data-testid=stIconMaterial]');
    if (size.width > 2 && size.height > 2 && !icon) texts.push(walker.currentNode.textContent);
  }
  return texts;
})"""

TEXT_BOXES = """(chart) => [...chart.querySelectorAll(
    '.xtick text, .ytick text, .annotation text, .legendtext, .xtitle, .ytitle, .bartext')]
  .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
  .filter((item) => item.text.trim() && item.box.width > 0)
  .map(({ text, box }) => ({ text, left: box.left, right: box.right, top: box.top, bottom: box.bottom }))"""


def board_figures(page: Page) -> Figures:
    """The figures on the board."""
    rows = page.locator("[data-open]").evaluate_all(
        """rows => rows.map(row => [row.dataset.open, row.querySelector('.actual').textContent,
             row.querySelector('.actual').nextElementSibling.textContent,
             row.querySelector('.pill').lastChild.textContent])"""
    )
    return {name: (actual, target, word) for name, actual, target, word in rows}


def card_figures(page: Page) -> dict[str, tuple[str, str]]:
    """Label → figure and note of the cards."""
    cards = page.locator(".kept-card").evaluate_all(
        "cards => cards.map(card => ['span', 'b', 'i'].map(tag => card.querySelector(tag).textContent))"
    )
    return {label: (value, note) for label, value, note in cards}


def all_texts(page: Page) -> list[str]:
    """Every text of the main area, spoken ones too."""
    found: list[str] = page.evaluate(ALL_TEXT)
    return found


def opened_texts(page: Page) -> list[str]:
    """The texts seen in the boxes and lists now open."""
    found: list[str] = page.locator("[role=dialog]:visible, [role=listbox]:visible").evaluate_all(SEEN_TEXT)
    return found


def english_words(texts: list[str], allowed: set[str]) -> set[str]:
    """The Latin words among the texts, but for the allowed ones."""
    return {word for text in texts for word in re.findall(r"[A-Za-z][A-Za-z0-9/]+", text)} - allowed


def overlaps(page: Page) -> list[str]:
    """Pairs of texts of one chart that touch or lie on each other."""
    found = []
    for chart in page.locator(".js-plotly-plot").all():
        boxes = chart.evaluate(TEXT_BOXES)
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                across = min(one["right"], other["right"]) - max(one["left"], other["left"])
                down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                if across > -2 and down > 3:
                    found.append(f"{one['text']} / {other['text']}")
    return found


def turned(page: Page) -> list[str]:
    """Texts of charts that are not level."""
    texts = page.locator(".js-plotly-plot .xtick text, .js-plotly-plot .ytick text")
    found: list[str] = texts.evaluate_all(
        "texts => texts.filter(text => /rotate\\((?!0[,)])/.test(text.getAttribute('transform') || '')).map(text => text.textContent)"
    )
    return found
