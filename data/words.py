"""Words in both languages, for everything that is data: contracts, metrics, promises, error messages.

What is data carries its own words, so that adding a column or a KPI touches one file and a missing
translation is a type error. The words of pages and charts are gettext messages (see `locales/`).
"""

import os
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True)
class Text:
    """One text in English and in Simplified Chinese."""

    en: str
    zh: str

    def to(self, language: Language) -> str:
        """The text in `language`."""
        return self.zh if language == "zh" else self.en


def system_language() -> Language:
    """The language of the command line: that of the system's locale, English unless it is Chinese."""
    return "zh" if (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("zh") else "en"
