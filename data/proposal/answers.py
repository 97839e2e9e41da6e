"""The answers to a proposal's questions, put into its mapping."""

import copy
import re
from collections.abc import Mapping as Named
from datetime import date
from typing import Any

from data.errors import InvalidEntry
from data.proposal.model import Proposal


def answered(proposal: Proposal, answers: Named[str, str]) -> dict[str, Any]:
    """The mapping's content with every question answered by its id. Raises InvalidEntry for a missing or unknown answer."""
    if proposal.refusal is not None:
        raise proposal.refusal
    content = copy.deepcopy(proposal.content)
    for question in proposal.questions:
        answer = answers.get(question.id, "")
        option = next((one for one in question.options if one.key == answer), None)
        if option is not None:
            for path, value in option.sets:
                _set(content, path, value)
        elif question.day and _is_day(answer):
            for path in question.day_sets:
                _set(content, path, {"constant": answer})
        else:
            raise InvalidEntry(f"This is still to be answered: {question.asks.en}", f"还需回答：{question.asks.zh}")
    return content


def _set(content: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set or take away one entry; conditions on rows add up, and a column taken away stays away."""
    if path == ("keep_rows",) and "keep_rows" in content:
        value = f"({content['keep_rows']}) AND ({value})"
    *parents, last = path
    place = content
    for step in parents:
        inner = place.get(step)
        if not isinstance(inner, dict):
            inner = {} if inner is None else {"from": inner}
            place[step] = inner
        place = inner
    if value is None:
        place.pop(last, None)
    else:
        place[last] = copy.deepcopy(value)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False
