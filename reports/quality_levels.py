"""How a finding's level looks: a state, a mark and a word, never a colour alone."""

from collections.abc import Iterable

from charts.look import Look
from data.quality import Finding, Severity

STATES = {Severity.FAILED: ("bad", "✕"), Severity.WARNING: ("risk", "▲"), Severity.INFO: ("grey", "○")}
FINE = ("good", "●")


def level_word(level: Severity | None, look: Look) -> str:
    """A level with its mark, in words; None: nothing is wrong."""
    _ = look.words
    words = {Severity.FAILED: _("Failed"), Severity.WARNING: _("Look at it"), Severity.INFO: _("Worth knowing")}
    fine = _("Fine")
    if level is None:
        return f"{FINE[1]} {fine}"
    return f"{STATES[level][1]} {words[level]}"


def state_of(level: Severity | None) -> str:
    """The state of a cell."""
    return FINE[0] if level is None else STATES[level][0]


def worst(found: Iterable[Finding]) -> Severity | None:
    """The worst level among findings; None where only notes, or nothing, was found."""
    levels = {finding.severity for finding in found}
    return next((level for level in (Severity.FAILED, Severity.WARNING) if level in levels), None)
