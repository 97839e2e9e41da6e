"""Every word a reader sees is there in both languages, and none is written past the translator."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parent.parent
CATALOG = REPOSITORY / "locales" / "zh_CN" / "LC_MESSAGES" / "kept.po"
TRANSLATORS = {"_", "words"}
CJK = re.compile("[\u4e00-\u9fff]")
CJK_OR_MARK = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
ENGLISH_IN_CHINESE = {
    "P90", "P95", "SQL", "n", "CSV", "TSV", "XLSX", "PPTX", "PDF", "Parquet", "gz", "TOML", "python", "m", "data", "import", "FILE", "mapping",
}  # fmt: skip
"""Words that Chinese readers write in Latin letters too: kinds of files, and a command."""

SPELT_IN_BOTH = {"Kept 守诺", "Language · 语言", "中文", "English", "Excel (XLSX)", "CSV"}
"""The name of the product, the switch for people who cannot read the page yet, and kinds of files."""

SHOWS_NOTHING = {"code", "switch_page", "logo", "cache_data", "cache_resource", "fragment", "App", "get_option"}
HOLDS_NO_WORDS = {"session_state", "query_params", "components", "context"}
TECHNICAL = {
    "anchor", "autocomplete", "border", "color", "config", "format", "gap", "height", "horizontal_alignment", "icon",
    "icon_position", "key",
    "label_visibility", "layout", "page_icon", "query_params", "size", "theme", "type", "url_path",
    "vertical_alignment", "width", "file_name", "mime", "on_click", "visibility", "persist_state", "on_change", "kwargs",
    "shortcut",
}  # fmt: skip
"""Arguments of Streamlit that are settings, not words."""

WORDS_OF_A_CHART = {"text", "name", "title", "ticktext", "hovertext"}


def files(*rooms: str) -> list[Path]:
    return sorted(
        path
        for room in rooms
        for path in [REPOSITORY / f"{room}.py", *(REPOSITORY / room).rglob("*.py")]
        if path.exists()
    )


@cache
def written() -> dict[str, str]:
    """Every message of the code → one place where it stands."""
    found: dict[str, str] = {}
    for path in files("app", "pages", "components", "charts", "reports"):
        for line, message, _comments, _context in extract_from_file("python", path, dict.fromkeys(TRANSLATORS)):
            assert isinstance(message, str)
            found[message] = f"{path.relative_to(REPOSITORY)}:{line}"
    return found


@cache
def catalog() -> Catalog:
    with CATALOG.open("rb") as file:
        return read_po(file, locale="zh_CN", abort_invalid=True)


def translations() -> list[Message]:
    return [message for message in catalog() if message.id]


def places(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(text) if name is not None}


def bare(text: str) -> str:
    """A text without its places."""
    return re.sub(r"\{\w*\}", "", text)


def test_every_message_of_the_code_is_in_the_catalogue() -> None:
    known = {message.id for message in translations()}
    assert {message: place for message, place in written().items() if message not in known} == {}


def test_the_catalogue_holds_no_message_the_code_no_longer_has() -> None:
    assert [message.id for message in translations() if message.id not in written()] == []
    assert list(catalog().obsolete) == []


def test_no_message_stands_twice_in_the_catalogue() -> None:
    counts = Counter(re.findall(r'^msgid "(.+)"$', CATALOG.read_text("utf-8"), re.M))
    assert [message for message, count in counts.items() if count > 1] == []


def test_every_translation_is_finished() -> None:
    assert [message.id for message in translations() if message.fuzzy or not str(message.string).strip()] == []


def test_every_translation_has_the_places_of_its_message() -> None:
    assert [message.id for message in translations() if places(str(message.string)) != places(str(message.id))] == []


def test_every_translation_is_chinese_and_no_message_is() -> None:
    wrong = {str(item.id): str(item.string) for item in translations() if not CJK_OR_MARK.search(str(item.string))}
    assert wrong == {}
    assert [message.id for message in translations() if CJK_OR_MARK.search(str(message.id))] == []


def test_no_english_word_is_left_in_a_translation() -> None:
    left = {str(item.id): set(re.findall(r"[A-Za-z][A-Za-z0-9]*", bare(str(item.string)))) for item in translations()}
    assert {message: words for message, words in left.items() if words - ENGLISH_IN_CHINESE} == {}


def test_no_half_width_punctuation_stands_between_chinese_signs() -> None:
    pattern = re.compile("[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
    assert [message.string for message in translations() if pattern.search(str(message.string))] == []


def test_the_translator_is_given_plain_messages() -> None:
    """A message that is put together before it is looked up could never be found."""
    astray = [
        f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        for path in files("app", "pages", "components", "charts", "reports")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_"
        and not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str))
    ]
    assert astray == []


def test_no_word_on_the_screen_is_written_past_the_translator() -> None:
    astray = [
        f"{path.relative_to(REPOSITORY)}:{line} {text!r}"
        for path in files("app", "pages", "components", "charts", "reports")
        for line, text in literals(path)
        if re.search(r"[^\W\d_]", visible(text)) and text not in SPELT_IN_BOTH
    ]
    assert astray == []


def test_words_that_come_with_the_data_are_there_in_both_languages() -> None:
    """`Text(english, chinese)` anywhere in the product; places and symbols alone may be the same in both."""
    wrong = []
    for path in files("data", "metrics", "components", "charts"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Text"), args=[ast.Constant(value=str(en)), ast.Constant(value=str(zh))]
                ):
                    if (
                        bool(en.strip()) != bool(zh.strip())
                        or CJK.search(en)
                        or (re.search("[a-z]{2}", en) and not CJK.search(zh))
                    ):
                        wrong.append(f"{path.relative_to(REPOSITORY)}:{node.lineno} {en!r} {zh!r}")
    assert wrong == []


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals a file hands to Streamlit, to a card or to a chart's words, outside the translator."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        chain = dotted(node.func)
        shown: list[ast.expr] = []
        if chain[0] == "st" and not set(chain) & HOLDS_NO_WORDS and chain[-1] not in SHOWS_NOTHING:
            shown = [*node.args, *(item.value for item in node.keywords if item.arg not in TECHNICAL)]
        elif chain[-1] == "Card":
            shown = [*node.args, *(item.value for item in node.keywords)]
        elif path.is_relative_to(REPOSITORY / "charts"):
            shown = [item.value for item in node.keywords if item.arg in WORDS_OF_A_CHART]
        for argument in shown:
            yield from untranslated(argument)


def untranslated(node: ast.expr) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.Call():  # what a function gives is its own affair; the translator's arguments are messages
            return
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    yield from untranslated(child)


def visible(text: str) -> str:
    """What a reader sees of a literal: no tags, no Markdown directives, no icons, no file names."""
    text = re.sub(r"<[^>]*>?|:[a-z-]+\[|:material/\w+:|\S+\.py\b", "", text)
    return re.sub(r"\bn\b", "", text)


def dotted(node: ast.expr) -> list[str]:
    match node:
        case ast.Attribute(value=inner, attr=name):
            return [*dotted(inner), name]
        case ast.Name(id=name):
            return [name]
    return [""]
