"""Improvement actions: what is being done about which figure, by whom, until when, and whether it worked."""

from components.actions.listed import BOARD, LIST, all_actions
from components.actions.one_action import one_action
from components.frame import open_page
from components.guarded import guarded
from components.session import current_state
from components.view import Own
from data.actions import Actions

OWN: Own = {"action": str.isdecimal, "as": lambda text: text in (BOARD, LIST)}

page = open_page(own=OWN, to_cases=False, narrows=False)
actions = Actions(current_state())
with guarded("actions"):
    asked = page.view.asked("action")
    found = actions.get(int(asked)) if asked else None
    if found is not None:
        one_action(page, actions, found)
    else:
        all_actions(page, actions, missing=bool(asked))
