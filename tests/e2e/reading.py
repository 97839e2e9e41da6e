"""What stands on a page, read as a person would."""

import re

from playwright.sync_api import Page

from tests.pages.reading import Figures

SAME_IN_CHINESE = {"Asia/Shanghai", "P50", "P90", "P95", "Open", "Help", "for", "CSAT", "NPS", "XmR", "SKU", "KB", "MB"}
"""Codes, and the spoken names Streamlit gives the arrow of a list and the question mark of a switch."""

SPOKEN = re.compile(r"^(Selected values|Clear all|file upload|Upload)$|^Remove (?=\S)")
"""What Streamlit calls the parts of a box with several choices and of one for files, aloud or unseen and in English only."""

CODE = re.compile(r"[A-Z]{1,4}-?\d[\w-]*")
"""Codes of agents, goods and merchants."""

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
  .map((text) => ({ text: text.textContent, tick: !!text.closest('.xtick, .ytick'), box: text.getBoundingClientRect() }))
  .filter((item) => item.text.trim() && item.box.width > 0)
  .map(({ text, tick, box }) => ({ text, tick, left: box.left, right: box.right, top: box.top, bottom: box.bottom }))"""
TEXT_BOXES_OF_ALL = f"(charts) => charts.map({TEXT_BOXES})"


CLIPPED = """() => [...document.querySelectorAll(
    '.kept-title, .kept-subtitle, .kept-card, .kept-card span, .kept-card b, .kept-card i, .kept-table th, .kept-table td')]
  .filter(part => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
  .map(part => `${part.className || part.tagName}: ${part.textContent}`)"""

CHOSEN_CUT = """() => { const pen = document.createElement('canvas').getContext('2d');
  return [...document.querySelectorAll('[data-panel] select')].filter(box => { const style = getComputedStyle(box);
    pen.font = style.font;
    return box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
      < pen.measureText(box.selectedOptions[0].textContent).width; })
  .map(box => box.selectedOptions[0].textContent); }"""

OUT_OF_PANEL = """() => [...document.querySelectorAll('[data-panel], [class*=st-key-panel_]')].flatMap(panel => {
  const frame = panel.getBoundingClientRect();
  return [...panel.querySelectorAll('.kept-title, .kept-subtitle, [data-testid=stSelectbox], .kept-box, .js-plotly-plot, .kept-table')]
    .filter(part => { const box = part.getBoundingClientRect();
       return !part.closest('details:not([open])') && box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1); })
    .map(part => `${panel.dataset.panel ?? panel.className}: ${part.className}`); })"""

CUT_OFF = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(chart => {
  const frame = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('.xtick text, .ytick text, .annotation text, .legendtext, .xtitle, .ytitle')]
    .filter(text => { const box = text.getBoundingClientRect();
       return text.textContent.trim() && box.width > 0
         && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1); })
    .map(text => text.textContent); })"""

LAST_PANEL = """() => Math.max(...[...document.querySelectorAll('[data-panel]:not([data-panel=moved])')]
  .map(panel => panel.getBoundingClientRect().bottom))"""


def clipped(page: Page) -> list[str]:
    """Titles, notes, cards and cells whose text is wider than they are."""
    found: list[str] = page.evaluate(CLIPPED)
    return found


def chosen_cut(page: Page) -> list[str]:
    """What is chosen in a panel's box and does not fit in it."""
    found: list[str] = page.evaluate(CHOSEN_CUT)
    return found


def out_of_panel(page: Page) -> list[str]:
    """Parts of panels that stand out of their frame."""
    found: list[str] = page.evaluate(OUT_OF_PANEL)
    return found


def cut_off(page: Page) -> list[str]:
    """Texts of charts that leave their chart."""
    found: list[str] = page.evaluate(CUT_OFF)
    return found


def last_panel(page: Page) -> float:
    """Where the lowest panel ends, in pixels from the top of the window; what moved it may stand below."""
    found: float = page.evaluate(LAST_PANEL)
    return found


def board_figures(page: Page) -> Figures:
    """The figures on the board."""
    rows = page.locator("[data-open]").evaluate_all(
        """rows => rows.map(row => [row.dataset.open, row.querySelector('.actual').textContent,
             row.querySelector('.actual').nextElementSibling.textContent,
             row.querySelector('.pill').lastChild.textContent])"""
    )
    return {name: (actual, target, word) for name, actual, target, word in rows}


def card_figures(page: Page) -> dict[str, tuple[str, str]]:
    """Label → figure and note of the cards; the note is empty where there is none."""
    cards = page.locator(".kept-card").evaluate_all(
        """cards => cards.map(card => [card.querySelector('span').textContent, card.querySelector('b').firstChild.textContent,
             card.querySelector('i')?.textContent ?? ''])"""
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


def overlaps(page: Page, *, ticks_only: bool = False) -> list[str]:
    """Pairs of texts of one chart that touch or lie on each other."""
    found = []
    for boxes in page.locator(".js-plotly-plot").evaluate_all(TEXT_BOXES_OF_ALL):
        wanted = [box for box in boxes if box["tick"] or not ticks_only]
        for place, one in enumerate(wanted):
            for other in wanted[place + 1 :]:
                across = min(one["right"], other["right"]) - max(one["left"], other["left"])
                down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                height = min(one["bottom"] - one["top"], other["bottom"] - other["top"])
                if across > -2 and down > 0.3 * height:  # less is the empty part of a line above and below its signs
                    found.append(f"{one['text']} / {other['text']}")
    return found


def turned(page: Page) -> list[str]:
    """Texts of charts that are not level."""
    texts = page.locator(".js-plotly-plot .xtick text, .js-plotly-plot .ytick text")
    found: list[str] = texts.evaluate_all(
        "texts => texts.filter(text => /rotate\\((?!0[,)])/.test(text.getAttribute('transform') || '')).map(text => text.textContent)"
    )
    return found
