"""From what was found to mappings: which files are which source, column by column, and what has to be asked."""

from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from data.contracts import contract
from data.proposal.asking import kind_question, questions_for, refusal_of
from data.proposal.lookups import add_lookups
from data.proposal.matching import Matched, best_sources, match
from data.proposal.model import Found, Look, Match, Proposal
from data.proposal.parts import grouped, merged
from data.proposal.presets import Preset, fitted, preset_for, source_of
from data.proposal.remarks import left_out, statements, used_columns
from data.proposal.rules import rule_for
from data.proposal.stating import add_durations, add_fold, state_layout, stated_layout
from data.words import Text


@dataclass(frozen=True)
class Known:
    """What is known beside the files.

    Attributes:
        zone: the organisation's time zone, in which times without one are read.
        today: the day that rows without any day may be given, if a person says so.
        own: mappings the organisation has kept.
        sources: what a person says a file is, by its path.
    """

    zone: str
    today: date
    own: tuple[Preset, ...] = ()
    sources: Named[str, str] = field(default_factory=dict)


def propose(look: Look, known: Known) -> tuple[Proposal, ...]:
    """One proposal for each set of files that belong together, those that can be imported first."""
    groups = [(merged(files), files) for files in grouped([file for file in look.files if file.refused is None])]
    proposals = [_proposal(found, files, look, known) for found, files in groups]
    served = {path for one in proposals if one is not None and _stands(one) for path in one.lookups}
    linked = {
        link.other
        for one in proposals
        if one is not None and _stands(one)
        for link in look.links
        if link.file in one.files
    }
    kept = [
        one for one in proposals
        if one is not None
        and not (
            one.preset is None and not _stands(one) and set(one.files) & (served | linked) and not set(one.files) & set(known.sources)
        )
    ]  # fmt: skip
    return tuple(sorted(kept, key=lambda one: (one.refusal is not None, -one.confidence)))


def _stands(proposal: Proposal) -> bool:
    """Whether the files have all that cannot be asked for: a number of their own and a time, where one is needed."""
    target = contract(proposal.source)
    needed = [column for column in target.columns if column.required and not column.values]
    return proposal.refusal is None and all(column.name in proposal.content["columns"] for column in needed)


def _proposal(found: Found, files: list[Found], look: Look, known: Known) -> Proposal | None:
    paths, today = tuple(file.path for file in files), known.today
    said = next((known.sources[path] for path in paths if path in known.sources), None)
    preset = preset_for(found, known.own, said)
    if preset is not None:
        return _by_preset(preset, found, paths, look, known.zone)
    matched = best_sources(found) if said is None else [match(contract(said), found)]
    if not matched:
        return None
    best = matched[0]
    if len(matched) > 1 and refusal_of(best, found, today) is not None:
        best = next(
            (one for one in matched[1:] if one.score >= best.score - 0.5 and refusal_of(one, found, today) is None),
            best,
        )
    # a file that is looked up is read without a layout of its own
    free = {file.path for file in look.files if file.header and not (file.skip_lines or file.unwrap or file.sheet)}
    return _by_columns(best, found, paths, look, free - set(paths), known)


def _by_preset(preset: Preset, found: Found, paths: tuple[str, ...], look: Look, zone: str) -> Proposal:
    content, questions = fitted(preset, found)
    state_layout(content, found)
    target = contract(content["source"])
    said = Text(f"preset {preset.name}", f"预设 {preset.name}")
    matches = tuple(
        Match(name, shape.header, 1.0, said)
        for name, rule in content["columns"].items()
        if (shape := source_of(rule, found)) is not None
    )
    beside = [file.path for file in look.files for rule in content.get("lookup", {}).values()
              if fnmatch(Path(file.path).name, rule["file"])]  # fmt: skip
    used = used_columns(content, found)
    kinds = () if preset.own else tuple(kind_question(target, content, found))
    return Proposal(
        content["source"], paths, content, matches, (*questions, *kinds),
        left_out(found, used), 1.0, tuple(statements(target, content, found, zone)), tuple(dict.fromkeys(beside)), None,
        preset.name,
    )  # fmt: skip


def _by_columns(
    matched: Matched, found: Found, paths: tuple[str, ...], look: Look, free: set[str], known: Known
) -> Proposal:
    source, today = matched.source, known.today
    content: dict[str, Any] = {"source": source.name}
    file = stated_layout(found) | ({"nulls": list(found.nulls)} if found.nulls else {})
    if file:
        content["file"] = file
    content["columns"] = {one.column.name: rule_for(source, one.column, one.shape) for one in matched.chosen.values()}
    add_durations(content, source, found)
    add_fold(content, matched, found)
    matches = [Match(name, one.shape.header, one.confidence, one.why) for name, one in matched.chosen.items()]
    looked_up, lookups = add_lookups(content, source, found, look, free)
    refusal = refusal_of(matched, found, today)
    questions = () if refusal else tuple(questions_for(matched, found, today))
    return Proposal(
        source.name, paths, content, (*matches, *looked_up), questions, left_out(found, used_columns(content, found)),
        _confidence(matched), tuple(statements(source, content, found, known.zone)), tuple(lookups), refusal,
    )  # fmt: skip


def _confidence(matched: Matched) -> float:
    """The mean of the required columns, those that are missing counting nought."""
    required = [column for column in matched.source.columns if column.required]
    return round(
        sum(matched.chosen[one.name].confidence for one in required if one.name in matched.chosen) / len(required), 2
    )
