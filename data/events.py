"""What a command says to a program that started it: one JSON object per line on standard output.

{"share": 0.4, "en": "Reading orders.csv", "zh": "读取 orders.csv"}      progress
{"result": …}                                                            done
{"error": {"en": …, "zh": …}, "kind": "ImportRefused"}                   refused; nothing was changed
"""

import json
import sys
from typing import Any

from data.errors import KeptError
from data.words import Text

STEP = 0.005
"""Progress smaller than this is not told."""


class Events:
    """Tells progress, the result or the error."""

    def __init__(self) -> None:
        self.told = -1.0

    def progress(self, what: Text, share: float) -> None:
        """Tell how far the work is, 0–1."""
        if share - self.told >= STEP:
            self.told = share
            _tell({"share": round(share, 3), "en": what.en, "zh": what.zh})

    def result(self, content: Any) -> None:
        """Tell what came out."""
        _tell({"result": content})

    def error(self, error: KeptError) -> None:
        """Tell why nothing came out."""
        _tell({"error": {"en": error.text.en, "zh": error.text.zh}, "kind": type(error).__name__})


def _tell(content: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
    sys.stdout.flush()
