"""The mark and the state of each verdict: never colour alone."""

from metrics.verdict import Verdict

MARKS = {
    Verdict.KEPT: ("good", "●"),
    Verdict.ON_TRACK: ("good", "●"),
    Verdict.BROKEN: ("bad", "✕"),
    Verdict.LOST: ("bad", "✕"),
    Verdict.AT_RISK: ("risk", "◐"),
    Verdict.CANNOT_TELL: ("none", "?"),
    Verdict.NO_DATA: ("none", "–"),
}
