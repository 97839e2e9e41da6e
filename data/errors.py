"""Everything that can go wrong below the pages, as a small typed tree.

    KeptError               a sentence for the user, in both languages
    ├── UsageError          the question is wrong: an unknown name, a bad date, a missing option
    │   ├── UnknownName     a name that is not in the registry, with the nearest valid ones
    │   └── InvalidEntry    a person typed something that cannot be kept as it is
    ├── ImportRefused       a file, a mapping or a workbook cannot be imported; nothing was changed
    ├── StoreError          the store is missing, busy or damaged
    ├── QueryFailed         the engine failed or was stopped while answering
    └── FileNotMade         a file to take away cannot be made on this machine

Messages say what is wrong, where, and what to do.
"""

import difflib
from collections.abc import Iterable

from data.words import Language, Text


class KeptError(Exception):
    """Base of all errors meant for a person; `text` holds the sentence in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en, zh)

    def to(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.text.to(language)


class UsageError(KeptError):
    """The question itself is wrong; the command line ends with exit code 2."""


class UnknownName(UsageError):
    """A name that is not in a registry. `nearest` holds the valid names closest to it."""

    def __init__(self, what: Text, name: str, valid: Iterable[str]) -> None:
        names = sorted(set(valid))
        lowered = {candidate.lower(): candidate for candidate in reversed(names)}
        close = difflib.get_close_matches(name.lower(), list(lowered), n=5, cutoff=0.4)
        self.nearest = [lowered[match] for match in close] or names[:8]
        listed = ", ".join(self.nearest) or "–"
        super().__init__(
            f"There is no {what.en} “{name}”. Nearest: {listed}.",
            f"没有名为“{name}”的{what.zh}。最接近的有：{listed}。",
        )


class InvalidEntry(UsageError):
    """What a person typed cannot be kept as it is. Nothing was changed."""


class ImportRefused(KeptError):
    """A file or mapping that cannot be imported. Nothing was stored."""


class StoreError(KeptError):
    """The store is missing, busy or damaged."""


class QueryFailed(KeptError):
    """The engine could not answer, or was stopped before it did."""


class FileNotMade(KeptError):
    """A file to take away cannot be made on this machine."""
