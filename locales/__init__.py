"""The words of pages and charts: gettext messages, English as written in the code and Chinese in `zh_CN`.

The catalogue is read as text (.po), so there is nothing to compile and nothing compiled to commit.
"""

from functools import cache
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po

from data.words import Language

FOLDER = Path(__file__).parent


class Translate(Protocol):
    """Turns an English message into the reader's language."""

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in the reader's language, with `{name}` places filled."""


@cache
def translator(language: Language) -> Translate:
    """The translator of one language. A message without a translation stays English; a test forbids that."""
    messages = _messages() if language == "zh" else {}

    def translate(message: str, /, **values: object) -> str:
        return messages.get(message, message).format(**values) if values else messages.get(message, message)

    return translate


@cache
def _messages() -> dict[str, str]:
    with (FOLDER / "zh_CN" / "LC_MESSAGES" / "kept.po").open("rb") as file:
        catalog = read_po(file, locale="zh_CN")
    return {str(message.id): str(message.string) for message in catalog if message.id and message.string}
