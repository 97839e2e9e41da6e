"""How a file of a drop folder is read: as `sync.toml` says, else as what it shows says beyond doubt; nothing is guessed."""

import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from data.contracts import contracts
from data.errors import ImportRefused
from data.mapping import LAYOUT_KEYS
from data.organisation import read_organisation
from data.proposal import Found, Known, Look, Question, look, propose
from data.proposal.presets import FOLDER as PRESETS, Preset, fitted, presets
from data.proposal.stating import state_layout, stated_layout
from data.saved_mappings import saved_mappings, saved_presets
from data.store import Store
from data.sync.settings import Settings
from data.sync.ways import Way, digest, mark_of, named_way


class Deciding:
    """Decides for the files of one folder; `work` is a folder in which files may be unpacked."""

    def __init__(self, settings: Settings, store: Store, work: Path) -> None:
        self.settings, self.store, self.work = settings, store, work

    def mark(self, path: Path) -> str:
        """A digest of everything by which the file is decided, but for the file itself."""
        feed = self.settings.feed_of(path)
        if feed is None:
            return self._common_mark
        return digest(["feed", mark_of(self.settings.folder, self.store, feed.mapping, feed.source)])

    def way(self, path: Path) -> Way:
        """How the file is read. Raises KeptError with what is wrong with it, or what has to be answered first."""
        feed = self.settings.feed_of(path)
        if feed is not None:
            return named_way(self.settings.folder, self.store, feed.mapping, feed.source)
        seen = look([path], self.work)
        (found,) = seen.files
        if found.refused is not None:
            raise ImportRefused(found.refused.en, found.refused.zh)
        way = self._by_saved(found) or self._by_preset(found, seen) or _by_own_names(found)
        if way is None:
            raise ImportRefused(
                f"{path.name} is not known: no kept mapping and no preset fits it, and its columns are not called like ours."
                " Bring it in once on the page and keep the mapping, or name one in sync.toml.",
                f"无法识别 {path.name}：没有适用的已存映射或预设，列名也与系统字段不同。"
                "请先在页面上导入一次并保存映射，或在 sync.toml 中指定映射。",
            )
        return way

    @cached_property
    def _common_mark(self) -> str:
        """What decides on the files that no feed names: the mappings kept and the presets."""
        known = [*saved_mappings(self.store), *sorted(PRESETS.glob("*.toml"))]
        return digest([[path.name, path.read_text("utf-8", "replace")] for path in known])

    @cached_property
    def _saved(self) -> tuple[Preset, ...]:
        return saved_presets(self.store)

    def _by_saved(self, found: Found) -> Way | None:
        fitting = [one for one in self._saved if one.fits(found)]
        if not fitting:
            return None
        longest = max(len(one.signature) for one in fitting)
        best = [one for one in fitting if len(one.signature) == longest]
        if len({digest(one.content) for one in best}) > 1:
            names = [one.name for one in best]
            raise ImportRefused(
                f"{Path(found.path).name} fits several kept mappings ({', '.join(names)}). Name one in sync.toml.",
                f"{Path(found.path).name} 同时适用多个已存映射（{'、'.join(names)}）。请在 sync.toml 中指定其一。",
            )
        content, questions = fitted(_without_layout(best[0]), found)
        _refuse_open(found, best[0].name, questions)
        state_layout(content, found)
        return Way(content, origin=best[0].content)

    def _by_preset(self, found: Found, seen: Look) -> Way | None:
        zone = read_organisation(self.store.root).time_zone
        proposal = next((one for one in propose(seen, Known(zone, date.today())) if one.preset), None)
        if proposal is None:
            return None
        if proposal.refusal is not None:
            raise proposal.refusal
        _refuse_open(found, str(proposal.preset), proposal.questions)
        origin = next(preset.content for preset in presets() if preset.name == proposal.preset)
        return Way(proposal.content, origin=origin)


def _without_layout(preset: Preset) -> Preset:
    """The kept mapping without the layout of the file it was made with: this file has its own."""
    content = copy.deepcopy(preset.content)
    content["file"] = {name: value for name, value in content.get("file", {}).items() if name not in LAYOUT_KEYS}
    return Preset(preset.name, content)


def _refuse_open(found: Found, name: str, questions: list[Question] | tuple[Question, ...]) -> None:
    if questions:
        file, asks = Path(found.path).name, questions[0].asks
        raise ImportRefused(
            f"{file} fits {name}, but leaves a question open: {asks.en} Bring it in once on the page and keep the mapping,"
            " or name one in sync.toml.",
            f"{file} 适用 {name}，但仍有问题待确认：{asks.zh}请先在页面上导入一次并保存映射，或在 sync.toml 中指定映射。",
        )


def _by_own_names(found: Found) -> Way | None:
    """Our own column names: all that a source requires are there, and most columns of the file are of that source."""
    headers = {header.strip().lower(): header for header in found.headers}
    sizes: list[tuple[int, str, dict[str, Any]]] = []
    for one in contracts().values():
        columns = {column.name: headers[column.name] for column in one.columns if column.name in headers}
        if all(column.name in columns for column in one.columns if column.required) and 2 * len(columns) >= len(
            headers
        ):
            sizes.append((len(columns), one.name, columns))
    sizes.sort(reverse=True)
    if not sizes or (len(sizes) > 1 and sizes[0][0] == sizes[1][0]):
        return None
    content: dict[str, Any] = {"source": sizes[0][1], "columns": sizes[0][2]}
    if file := stated_layout(found):
        content["file"] = file
    return Way(content, origin={"own names": sizes[0][1]})
